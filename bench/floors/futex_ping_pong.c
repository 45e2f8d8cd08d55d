// Futex ping-pong: both sides sleep at once and are woken for each message. What a parked hand-over costs at least.
//
//   +---+  word = sequence, wake   +---+
//   | A | -----------------------> | B |     A times ping to pong
//   |   | <----------------------- |   |
//   +---+  word = sequence, wake   +---+
#include "floor.h"
#include <linux/futex.h>
#include <sys/syscall.h>

typedef struct {
  _Alignas(LINE_BYTES) _Atomic uint32_t ping;
  _Alignas(LINE_BYTES) _Atomic uint32_t pong;
} words;

static void post(_Atomic uint32_t *word, uint32_t sequence) {
  atomic_store(word, sequence);
  syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void await(_Atomic uint32_t *word, uint32_t sequence) {
  uint32_t found;
  while ((found = atomic_load(word)) != sequence) {
    if (found != sequence - 1)
      wrong("sequence", sequence - 1, found);
    syscall(SYS_futex, word, FUTEX_WAIT, found, NULL, NULL, 0);
  }
}

static void first(const options *o, void *memory, samples *s) {
  words *w = memory;
  uint32_t sequence = 0;
  for (long done = -o->warm_up; done < o->count; done += o->batch) {
    int64_t begin = now_ns();
    for (long i = 0; i < o->batch; i++) {
      post(&w->ping, ++sequence);
      await(&w->pong, sequence);
    }
    if (done >= 0)
      add(s, now_ns() - begin, o->batch);
  }
}

static void second(const options *o, void *memory) {
  words *w = memory;
  for (uint32_t sequence = 1; sequence <= (uint32_t)(o->warm_up + o->count); sequence++) {
    await(&w->ping, sequence);
    post(&w->pong, sequence);
  }
}

int main(int argc, char **argv) {
  options o = parse(argc, argv);
  samples s = run(&o, shared(sizeof(words)), first, second);
  print("futex ping-pong", &o, &s);
  return 0;
}
