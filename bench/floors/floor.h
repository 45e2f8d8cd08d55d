// What every floor shares: two pinned processes, a clock, samples, the right answer, and one JSON object a line.
//
// usage of each: PROGRAM CPU_A CPU_B BYTES COUNT BATCH CAPACITY
//   BYTES     size of a message, a multiple of 8
//   COUNT     messages or round trips that are timed; a tenth as many before that warm up
//   BATCH     how many share one look at the clock
//   CAPACITY  bytes of a ring, a power of two; others ignore it
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LINE_BYTES = 128, WATCHDOG_S = 120, WINDOWS = 50 };

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

#if defined(__x86_64__)
#define pause_spin() __builtin_ia32_pause()
#else
#define pause_spin() __asm__ volatile("yield")
#endif

typedef struct {
  int cpu_a, cpu_b;
  size_t bytes;
  long count, batch, warm_up;
  size_t capacity;
} options;

typedef struct {
  double *ns; // of one message each, the mean of its batch
  long used;
} samples;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

// A floor that is fast but wrong is no floor.
static void wrong(const char *what, long long expected, long long found) {
  fprintf(stderr, "wrong answer: %s: expected %lld, found %lld\n", what, expected, found);
  exit(2);
}

static options parse(int argc, char **argv) {
  if (argc != 7) {
    fprintf(stderr, "usage: %s CPU_A CPU_B BYTES COUNT BATCH CAPACITY\n", argv[0]);
    exit(64);
  }

  options o = {atoi(argv[1]), atoi(argv[2]), (size_t)atoll(argv[3]), atol(argv[4]), atol(argv[5]), 0, (size_t)atoll(argv[6])};
  if (o.bytes < 8 || o.bytes % 8 != 0 || o.batch < 1 || o.count < o.batch || (o.capacity & (o.capacity - 1)) != 0) {
    fprintf(stderr, "BYTES is a multiple of 8, COUNT at least BATCH, CAPACITY a power of two\n");
    exit(64);
  }

  o.count -= o.count % o.batch;
  o.warm_up = o.count / 10 / o.batch * o.batch;
  if (o.warm_up < o.batch)
    o.warm_up = o.batch;
  return o;
}

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0)
    fail("sched_setaffinity");
}

typedef struct {
  void *start;
  size_t bytes;
} memory;

static memory shared(size_t bytes) {
  memory m = {mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), bytes};
  if (m.start == MAP_FAILED)
    fail("mmap");
  return m;
}

// Each process has page tables of its own, so each touches the memory before it is timed. A kernel that cannot do that for us
// leaves it to the warm-up.
static void touch(memory m) { (void)madvise(m.start, m.bytes, MADV_POPULATE_WRITE); }

// A message in private memory: the first word is its sequence, the others are the same in every message.
static uint64_t *private_message(size_t bytes) {
  uint64_t *message = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (message == NULL)
    fail("aligned_alloc");
  uint64_t word = 88172645463325252ULL;
  for (size_t i = 0; i < bytes / 8; i++) {
    word ^= word << 13, word ^= word >> 7, word ^= word << 17;
    message[i] = word;
  }
  return message;
}

static inline void check(const uint64_t *found, const uint64_t *sent, size_t bytes, uint64_t sequence) {
  if (found[0] != sequence)
    wrong("sequence", (long long)sequence, (long long)found[0]);
  size_t last = bytes / 8 - 1;
  if (last > 0 && found[last] != sent[last])
    wrong("last word", (long long)sent[last], (long long)found[last]);
}

static void check_whole(const uint64_t *found, const uint64_t *sent, size_t bytes) {
  if (bytes > 8 && memcmp(found + 1, sent + 1, bytes - 8) != 0)
    wrong("content", 0, 1);
}

// Runs `second` in a process of its own on CPU_B, and `first` here on CPU_A.
static samples run(const options *o, memory m, void (*first)(const options *, void *, samples *), void (*second)(const options *, void *)) {
  samples s = {calloc((size_t)(o->count / o->batch), sizeof(double)), 0};
  pid_t parent = getpid();
  pid_t child = fork();
  if (child < 0)
    fail("fork");
  if (child == 0) {
    // A spinning orphan would spoil every later measurement.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
      exit(1);
    alarm(WATCHDOG_S);
    pin(o->cpu_b);
    touch(m);
    second(o, m.start);
    exit(0);
  }

  alarm(WATCHDOG_S);
  pin(o->cpu_a);
  touch(m);
  first(o, m.start, &s);
  int status;
  if (waitpid(child, &status, 0) != child || status != 0)
    wrong("exit code of the second process", 0, status);
  return s;
}

static inline void add(samples *s, int64_t ns, long batch) {
  s->ns[s->used++] = (double)ns / (double)batch;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

// The rate of the median window of the run: a window in which the host took a processor away says nothing about the program, and
// single batches come in bursts. Before the samples are sorted.
static double per_second(const samples *s) {
  long batches = s->used / WINDOWS < 1 ? 1 : s->used / WINDOWS;
  double window_ns[2 * WINDOWS];
  int windows = 0;
  for (long i = 0; i + batches <= s->used && windows < 2 * WINDOWS; i += batches) {
    window_ns[windows] = 0;
    for (long j = i; j < i + batches; j++)
      window_ns[windows] += s->ns[j] / (double)batches;
    windows++;
  }
  qsort(window_ns, (size_t)windows, sizeof(double), ascending);
  return 1e9 / window_ns[windows / 2];
}

static void print(const char *name, const options *o, samples *s) {
  double rate = per_second(s);
  qsort(s->ns, (size_t)s->used, sizeof(double), ascending);
  long last = s->used - 1;
  printf("{\"name\":\"%s\",\"size\":%zu,\"count\":%ld,\"batch\":%ld,\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"per_second\":%.1f}\n", name, o->bytes,
         o->count, o->batch, s->ns[last / 2], s->ns[last * 99 / 100], s->ns[last * 999 / 1000], rate);
}
