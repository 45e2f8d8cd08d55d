// Bare ping-pong: the least that two processes can do to hand a message to and fro.
//
//   +---+   sequence + payload, one block    +---+
//   | A | ---------------------------------> | B |     A times ping to pong; both write and read every byte
//   |   | <--------------------------------- |   |
//   +---+   the same lines, another block    +---+
#include "floor.h"

typedef struct {
  _Atomic uint64_t sequence;
  uint64_t payload[];
} block;

static size_t block_bytes(const options *o) { return (8 + o->bytes + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES; }

static block *ping(const options *o, void *memory) { return (void)o, memory; }

static block *pong(const options *o, void *memory) { return (block *)((char *)memory + block_bytes(o)); }

static inline void send(block *to, const uint64_t *message, size_t bytes, uint64_t sequence) {
  memcpy(to->payload, message, bytes);
  atomic_store_explicit(&to->sequence, sequence, memory_order_release);
}

static inline void receive(block *from, uint64_t *message, size_t bytes, uint64_t sequence) {
  while (atomic_load_explicit(&from->sequence, memory_order_acquire) != sequence)
    pause_spin();
  memcpy(message, from->payload, bytes);
}

static void first(const options *o, void *memory, samples *s) {
  uint64_t *out = private_message(o->bytes), *in = private_message(o->bytes);
  uint64_t sequence = 0;
  for (long done = -o->warm_up; done < o->count; done += o->batch) {
    int64_t begin = now_ns();
    for (long i = 0; i < o->batch; i++) {
      out[0] = ++sequence;
      send(ping(o, memory), out, o->bytes, sequence);
      receive(pong(o, memory), in, o->bytes, sequence);
      check(in, out, o->bytes, sequence);
    }
    if (done >= 0)
      add(s, now_ns() - begin, o->batch);
    else
      check_whole(in, out, o->bytes);
  }
}

static void second(const options *o, void *memory) {
  uint64_t *message = private_message(o->bytes);
  for (uint64_t sequence = 1; sequence <= (uint64_t)(o->warm_up + o->count); sequence++) {
    receive(ping(o, memory), message, o->bytes, sequence);
    send(pong(o, memory), message, o->bytes, sequence);
  }
}

int main(int argc, char **argv) {
  options o = parse(argc, argv);
  samples s = run(&o, shared(2 * block_bytes(&o)), first, second);
  print("ping-pong", &o, &s);
  return 0;
}
