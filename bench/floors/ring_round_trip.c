// Bare ring, round trip: copied in and out on both ways.
//
//   +---+    ring    +---+
//   | A | ---------> | B |     A times ping to pong; B sends back what it has copied out
//   |   | <--------- |   |
//   +---+    ring    +---+
#include "ring.h"

static void *back(const options *o, void *memory) { return (char *)memory + ring_bytes(o->capacity); }

static void first(const options *o, void *memory, samples *s) {
  ring_end to = open_end(memory, o->capacity), from = open_end(back(o, memory), o->capacity);
  uint64_t *out = private_message(o->bytes), *in = private_message(o->bytes);
  uint64_t sequence = 0;
  for (long done = -o->warm_up; done < o->count; done += o->batch) {
    int64_t begin = now_ns();
    for (long i = 0; i < o->batch; i++) {
      out[0] = ++sequence;
      push(&to, out, o->bytes);
      pop(&from, in);
      check(in, out, o->bytes, sequence);
    }
    if (done >= 0)
      add(s, now_ns() - begin, o->batch);
    else
      check_whole(in, out, o->bytes);
  }
}

static void second(const options *o, void *memory) {
  ring_end from = open_end(memory, o->capacity), to = open_end(back(o, memory), o->capacity);
  uint64_t *message = private_message(o->bytes);
  for (long i = 0; i < o->warm_up + o->count; i++)
    push(&to, message, pop(&from, message));
}

int main(int argc, char **argv) {
  options o = parse(argc, argv);
  samples s = run(&o, shared(2 * ring_bytes(o.capacity)), first, second);
  print("bare ring round trip", &o, &s);
  return 0;
}
