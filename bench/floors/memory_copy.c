// memcpy in one process on CPU_A: what moving the bytes once costs, the buffers as warm as their size allows.
//
//   private memory ---- memcpy ----> private memory
#include "floor.h"

int main(int argc, char **argv) {
  options o = parse(argc, argv);
  pin(o.cpu_a);
  alarm(WATCHDOG_S);
  samples s = {calloc((size_t)(o.count / o.batch), sizeof(double)), 0};
  uint64_t *out = private_message(o.bytes), *in = private_message(o.bytes);
  uint64_t sequence = 0;
  for (long done = -o.warm_up; done < o.count; done += o.batch) {
    int64_t begin = now_ns();
    for (long i = 0; i < o.batch; i++) {
      out[0] = ++sequence;
      memcpy(in, out, o.bytes);
      // The compiler may not leave a copy out, or keep it in registers.
      __asm__ volatile("" ::: "memory");
      check(in, out, o.bytes, sequence);
    }
    if (done >= 0)
      add(&s, now_ns() - begin, o.batch);
    else
      check_whole(in, out, o.bytes);
  }

  print("memcpy", &o, &s);
  return 0;
}
