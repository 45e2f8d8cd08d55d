// The bare single-producer single-consumer ring: an 8-byte header, a counter for each side, a stale copy of the other's counter in
// each process. No checks, no recovery, no sleeping: what a ring costs when it does nothing else.
#include "floor.h"

typedef struct {
  _Alignas(LINE_BYTES) _Atomic uint64_t written; // bytes, by the producer
  _Alignas(LINE_BYTES) _Atomic uint64_t read;    // bytes, by the consumer
  _Alignas(LINE_BYTES) unsigned char records[];
} ring;

// One side's view. `position` is its own counter, `seen` the other's as last looked at.
typedef struct {
  ring *ring;
  uint64_t capacity, mask, position, seen;
} ring_end;

static const uint64_t skip_to_end = UINT64_MAX;

static size_t ring_bytes(size_t capacity) { return sizeof(ring) + capacity; }

static ring_end open_end(void *memory, size_t capacity) { return (ring_end){memory, capacity, capacity - 1, 0, 0}; }

static inline void push(ring_end *end, const void *message, size_t bytes) {
  uint64_t record = 8 + ((bytes + 7) & ~7ULL);
  uint64_t until_end = end->capacity - (end->position & end->mask);
  uint64_t skip = until_end < record ? until_end : 0;
  while (end->position + skip + record - end->seen > end->capacity) {
    end->seen = atomic_load_explicit(&end->ring->read, memory_order_acquire);
    if (end->position + skip + record - end->seen > end->capacity)
      pause_spin();
  }

  if (skip != 0) {
    *(uint64_t *)(end->ring->records + (end->position & end->mask)) = skip_to_end;
    end->position += skip;
  }

  unsigned char *place = end->ring->records + (end->position & end->mask);
  *(uint64_t *)place = bytes;
  memcpy(place + 8, message, bytes);
  end->position += record;
  atomic_store_explicit(&end->ring->written, end->position, memory_order_release);
}

static inline size_t pop(ring_end *end, void *message) {
  while (1) {
    while (end->position == end->seen) {
      end->seen = atomic_load_explicit(&end->ring->written, memory_order_acquire);
      if (end->position == end->seen)
        pause_spin();
    }

    unsigned char *place = end->ring->records + (end->position & end->mask);
    uint64_t bytes = *(uint64_t *)place;
    if (bytes == skip_to_end) {
      end->position += end->capacity - (end->position & end->mask);
      continue;
    }

    memcpy(message, place + 8, bytes);
    end->position += 8 + ((bytes + 7) & ~7ULL);
    atomic_store_explicit(&end->ring->read, end->position, memory_order_release);
    return bytes;
  }
}
