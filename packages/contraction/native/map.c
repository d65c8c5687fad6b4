/* What map.h describes. */
#include <string.h>
#include "job.h"
#include "map.h"
#include "vector.h"

/* Bits of numbers, and whole numbers of 32 bits. */
#if IS_DOUBLE
typedef uint64_t pattern __attribute__((vector_size(BYTES), aligned(8), may_alias));
#else
typedef uint32_t pattern __attribute__((vector_size(BYTES), aligned(4), may_alias));
#endif
typedef int32_t whole __attribute__((vector_size(V * 4), aligned(4), may_alias));

/* What formulas.h is written in: masks are all ones or all zeros in every number. */
#define OF_BITS(a) ((vector)((pattern){} + (a)))
#define AND(a, b) ((vector)((pattern)(a) & (pattern)(b)))
#define OR(a, b) ((vector)((pattern)(a) | (pattern)(b)))
#define XOR(a, b) ((vector)((pattern)(a) ^ (pattern)(b)))
#define AND_NOT(a, b) ((vector)((pattern)(a) & ~(pattern)(b)))
#define ADD_BITS(a, b) ((vector)((pattern)(a) + (pattern)(b)))
#define SUB_BITS(a, b) ((vector)((pattern)(a) - (pattern)(b)))
#define SHIFT_LEFT(a, n) ((vector)((pattern)(a) << (n)))
#define SHIFT_RIGHT(a, n) ((vector)((pattern)(a) >> (n)))
#define SELECT(m, a, b) OR(AND(m, a), AND_NOT(b, m))
#define LESS(a, b) ((vector)((a) < (b)))
#define DIFFERENT(a, b) ((vector)((a) != (b)))
#define ABSOLUTE(a) AND_NOT(a, splat((REAL)-0.0))
/* The second where it is less, or greater: the first where either is NaN, as instructions of x86 have it the other way round. */
#define PSEUDO_MINIMUM(a, b) lesser(b, a)
#define PSEUDO_MAXIMUM(a, b) greater(b, a)
#if defined(__AVX512F__) && IS_DOUBLE
INLINE vector lesser(vector a, vector b) { return (vector)_mm512_min_pd((__m512d)a, (__m512d)b); }
INLINE vector greater(vector a, vector b) { return (vector)_mm512_max_pd((__m512d)a, (__m512d)b); }
INLINE vector whole_part(vector a) { return (vector)_mm512_roundscale_pd((__m512d)a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC); }
#elif defined(__AVX512F__)
INLINE vector lesser(vector a, vector b) { return (vector)_mm512_min_ps((__m512)a, (__m512)b); }
INLINE vector greater(vector a, vector b) { return (vector)_mm512_max_ps((__m512)a, (__m512)b); }
INLINE vector whole_part(vector a) { return (vector)_mm512_roundscale_ps((__m512)a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC); }
#elif defined(__AVX2__) && IS_DOUBLE
INLINE vector lesser(vector a, vector b) { return (vector)_mm256_min_pd((__m256d)a, (__m256d)b); }
INLINE vector greater(vector a, vector b) { return (vector)_mm256_max_pd((__m256d)a, (__m256d)b); }
INLINE vector whole_part(vector a) { return (vector)_mm256_floor_pd((__m256d)a); }
#elif defined(__AVX2__)
INLINE vector lesser(vector a, vector b) { return (vector)_mm256_min_ps((__m256)a, (__m256)b); }
INLINE vector greater(vector a, vector b) { return (vector)_mm256_max_ps((__m256)a, (__m256)b); }
INLINE vector whole_part(vector a) { return (vector)_mm256_floor_ps((__m256)a); }
#else
INLINE vector lesser(vector a, vector b) { return SELECT(LESS(a, b), a, b); }
INLINE vector greater(vector a, vector b) { return SELECT(LESS(b, a), a, b); }
#if IS_DOUBLE
INLINE vector whole_part(vector a) { return (vector)vrndmq_f64((float64x2_t)a); }
#else
INLINE vector whole_part(vector a) { return (vector)vrndmq_f32((float32x4_t)a); }
#endif
#endif
#include "formulas.h"

/* What is the same for every 16 bytes, in all of a vector. */
INLINE vector repeated(const char *from) {
    vector x;
    UNROLL for (int k = 0; k < V; k++) x[k] = ((const REAL *)from)[k % (int)(16 / sizeof(REAL))];
    return x;
}

/* Up to a vector, and zeros: what is left of an array is shorter. Formulas stand once in the code for both. */
INLINE vector read(const char *from, uint32_t bytes) {
    if (bytes >= BYTES) return load(from);
    vector x = splat(0);
    memcpy(&x, from, bytes);
    return x;
}
INLINE void write(char *to, vector x, uint32_t bytes) { if (bytes >= BYTES) store(to, x); else memcpy(to, &x, bytes); }

/* A formula with all its numbers: x arrays, u cuts, c constants, y what is written. */
#define OVER(k, KEY, ARRAYS, CUTS, CONSTANTS, WRITTEN) \
    static void over_##k(char *m, const Map *j) { \
        vector x[ARRAYS], y[ARRAYS], u[CUTS + 1], c[CONSTANTS + 1]; \
        UNROLL for (int i = 0; i < CUTS; i++) u[i] = repeated(m + j->cuts[i]); \
        UNROLL for (int i = 0; i < CONSTANTS; i++) c[i] = splat((REAL)((const double *)(m + j->constants))[i]); \
        for (uint64_t n = 0; n < j->bytes; n += BYTES) { \
            const uint32_t left = j->bytes - n; \
            UNROLL for (int i = 0; i < ARRAYS; i++) x[i] = read(m + j->arrays[i] + n, left); \
            map_##k(x, u, c, y); \
            UNROLL for (int i = 0; i < ARRAYS; i++) if ((WRITTEN >> i) & 1) write(m + j->arrays[i] + n, y[i], left); \
        } \
    }
MAPS(OVER)

#define ENTRY(k, ...) over_##k,
static void (*const all[])(char *, const Map *) = {MAPS(ENTRY)};

void NAME(map)(char *m, const Map *j) { all[j->formula](m, j); }

/* Whole parts, from 0 to the last. */
INLINE whole cells(vector start, vector last) {
    start = PSEUDO_MAXIMUM(splat(0), start);
    return __builtin_convertvector(PSEUDO_MINIMUM(last, start), whole);
}

#define FEATURES_OF(k, KEY, SIZE, PARAMETERS, PLANES, CONSTANTS, STARTS) \
    static void features_of_##k(char *m, const Features *j) { \
        vector x[1], y[PLANES + 1], u[PARAMETERS + 1], c[CONSTANTS + 1]; \
        UNROLL for (int i = 0; i < CONSTANTS; i++) c[i] = splat((REAL)((const double *)(m + j->constants))[i]); \
        const vector last = splat((REAL)j->lastStart); \
        for (uint32_t e = 0; e < j->count; e++) { \
            const uint64_t input = ((const uint32_t *)(m + j->list))[e]; \
            const char *from = m + j->x + input * BLOCK * sizeof(REAL), *p = m + j->parameters + input * j->stride; \
            char *to = m + j->out + input * PLANES * BLOCK * sizeof(REAL), *starts = m + j->starts + input * BLOCK * 4; \
            UNROLL for (int i = 0; i < PARAMETERS; i++) u[i] = splat(((const REAL *)p)[i]); \
            for (uint32_t n = 0; n < j->bytes; n += BYTES) { \
                const uint32_t left = j->bytes - n; \
                x[0] = read(from + n, left); \
                features_##k(x, u, c, y); \
                UNROLL for (int i = 0; i < PLANES; i++) write(to + i * BLOCK * sizeof(REAL) + n, y[i], left); \
                if (!STARTS) continue; \
                const whole s = cells(y[PLANES], last); \
                char *at = starts + n / sizeof(REAL) * 4; \
                if (left >= BYTES) *(whole *)at = s; else memcpy(at, &s, left / sizeof(REAL) * 4); \
            } \
        } \
    }
#if IS_DOUBLE
#define THESE FEATURES_8
#define FIRST FIRST_8
#else
#define THESE FEATURES_4
#define FIRST 0
#endif
THESE(FEATURES_OF)

#define FEATURES_ENTRY(k, ...) features_of_##k,
static void (*const every[])(char *, const Features *) = {THESE(FEATURES_ENTRY)};

void NAME(features)(char *m, const Features *j) { every[j->formula - FIRST](m, j); }
