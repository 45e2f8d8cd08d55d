// Bare ring, one way: as fast as back pressure allows.
//
//   +---+   ring    +---+
//   | B | --------> | A |     A times what arrives: copied in by B, copied out by A
//   +---+           +---+
#include "ring.h"

static void first(const options *o, void *memory, samples *s) {
  ring_end from = open_end(memory, o->capacity);
  uint64_t *sent = private_message(o->bytes), *in = private_message(o->bytes);
  uint64_t sequence = 0;
  int64_t begin = now_ns();
  for (long done = -o->warm_up; done < o->count; done += o->batch) {
    for (long i = 0; i < o->batch; i++) {
      pop(&from, in);
      check(in, sent, o->bytes, ++sequence);
    }
    if (done < 0)
      check_whole(in, sent, o->bytes);
    int64_t end = now_ns();
    if (done >= 0)
      add(s, end - begin, o->batch);
    begin = end;
  }
}

static void second(const options *o, void *memory) {
  ring_end to = open_end(memory, o->capacity);
  uint64_t *out = private_message(o->bytes);
  for (long i = 0; i < o->warm_up + o->count; i++) {
    out[0] = (uint64_t)i + 1;
    push(&to, out, o->bytes);
  }
}

int main(int argc, char **argv) {
  options o = parse(argc, argv);
  samples s = run(&o, shared(ring_bytes(o.capacity)), first, second);
  print("bare ring one way", &o, &s);
  return 0;
}
