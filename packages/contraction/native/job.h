/*
 * A contraction to be done, as JavaScript writes it into the memory that it is about: 32-bit numbers in this order. Offsets, and all that is called an
 * address, are in bytes from the beginning of that memory. Numbers are floats or doubles.
 *
 *     values        [input][planes bytes]       planes of BLOCK numbers each: F fixed rows, then W of a window
 *     starts        [input][BLOCK]              32-bit integers: the cell that each sample is in; a sample with another takes no part
 *     rows          [sample][stride bytes]      sums of nodes, or derivatives in them; whole wide vectors of WIDE bytes
 *     inputs        [input][BLOCK]              derivatives in the inputs, added to
 *     list          [entry]                     32-bit integers: inputs that a tile reads, one for each entry of coefficients
 *     coefficients  [entry][F + size][width]    of a tile, one lane for each sum
 *     gradients     [entry][F + size][width]    derivatives in them, added to; nothing that says where to write lies between those of the tiles
 *     masks         [entry][width]              all bits of a number for edges that are on, none for others
 *
 * Where it `weighs`, coefficients are made on the way, as FOLD of fold.h makes them, or gradients in them taken apart, as UNFOLD does: entry by entry, while these are
 * in a near cache. `from`, `weights`, `gradient` and `weightGradient` are those of fold.h. `step` is what leads from an entry of coefficients, or gradients, to the next: 0 where
 * all are in one place, one after the other, since nobody reads them later.
 */
#pragma once
#include <stdint.h>

/* Of the structures of job.h, algebra.h, fold.h and map.h, and of what is done with them: one more with every change. `src/job-kinds.ts` has the same. */
#define LAYOUT 5

/* Samples of a block: as many as bits of a number. */
#define BLOCK 64
/* Bytes of a wide vector, on every processor: rows and tiles are whole ones. */
#define WIDE 64

enum { FORWARD, TO_INPUTS, TO_COEFFICIENTS };

typedef struct {
    uint32_t list, count;
    uint32_t coefficients, gradients;
    /* 0 where all edges are on. */
    uint32_t masks;
    /* Bytes: where the tile begins in a row, its part of a row, and all rows of an entry. */
    uint32_t lane, width, entry;
    uint32_t step, from, weights, gradient, weightGradient;
} Tile;

typedef struct {
    uint32_t what;
    /* Bytes of a number: 4 or 8. */
    uint32_t size;
    uint32_t values, starts, rows, inputs;
    /* Inputs that values, starts and inputs have room for, and samples, BLOCK at most. */
    uint32_t groups, samples;
    uint32_t planes, stride;
    /* F, W (0 without a window) and cells. */
    uint32_t fixed, window, cells;
    /* 1 where coefficients have weights to be done with on the way; the first `base` rows of an entry have none. */
    uint32_t weighs, base;
    uint32_t tiles;
    Tile tile[];
} Job;

/* 0 for a job that stays inside the memory and writes over nothing that says where to; else what is wrong. `at` is where it begins. */
const char *why_refused(const char *memory, uint64_t bytes, uint64_t at);
