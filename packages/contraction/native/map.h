/*
 * A formula over arrays, number by number, as JavaScript writes what is to be done into the memory that it is about. Formulas are those of formulas.h, which
 * were known when this was compiled; others are kernels in WebAssembly. Both have the same bits: every operation is rounded by itself.
 *
 *     arrays       [number]            addresses of so many bytes each: what the formula reads or writes, number by number
 *     cuts         [16 bytes]          addresses of what is the same for every 16 bytes of arrays
 *     constants    [number]            doubles: numbers in the formula, which are rounded to its precision
 *
 * All arrays are read before one is written to, 16 bytes by 16 bytes or more: an array may be read and written, but no two may overlap in part.
 *
 * Or features, formulas of samples and of parameters of an input:
 *
 *     x            [input][BLOCK]          samples, of which the first bytes are read
 *     parameters   [input][stride bytes]   what is the same for all samples of an input
 *     out          [input][plane][BLOCK]   what is written
 *     starts       [input][BLOCK]          32-bit integers, as far as the formula has them, from 0 to `lastStart`: NaN gives 0
 *     list         [number]                32-bit integers: inputs whose features are wanted
 */
#pragma once
#include <stdint.h>

/* Behind the weights of fold.h. */
enum { MAP = 8, FEATURES };
#define MOST_ARRAYS 8
#define MOST_CUTS 4

typedef struct {
    uint32_t what;
    /* Bytes of a number: 4 or 8. */
    uint32_t size;
    /* Its place in the list, and bytes of an array, a multiple of 16. */
    uint32_t formula, bytes;
    uint32_t constants;
    uint32_t arrays[MOST_ARRAYS], cuts[MOST_CUTS];
} Map;

typedef struct {
    uint32_t what;
    uint32_t size;
    /* Its place in the list of features, and bytes of samples, a multiple of 16. */
    uint32_t formula, bytes;
    uint32_t constants;
    uint32_t x, parameters, stride, out, starts, lastStart, list, count;
    /* Inputs that x, parameters, out and starts have room for. */
    uint32_t groups;
} Features;

/* What it is called by, how much it reads, and a bit for each array that it writes to. */
typedef struct { const char *key; uint32_t arrays, cuts, constants, written; } MapFormula;
extern const MapFormula map_formulas[];
extern const uint32_t map_formula_count;

/* Of features: for which bytes of a number they are, and whether they have starts. */
typedef struct { const char *key; uint32_t size, parameters, planes, constants, starts; } FeatureFormula;
extern const FeatureFormula feature_formulas[];
extern const uint32_t feature_formula_count;

/* Like `why_refused` of job.h, which asks it where a job is one of these. */
const char *why_map_refused(const char *memory, uint64_t bytes, uint64_t at);
