/*
 * Contractions of features with coefficients, lanes over the sums of nodes:
 *
 *     forward          rows[n]   += sum_e ( sum_f V_f[n] C_e[f] + sum_w V_w[n] C_e[F + cell[n] + w] )
 *     to inputs        inputs[n] += sum over lanes of rows[n] times that sum
 *     to coefficients  the same sums with rows and coefficients in each other's places
 *
 * Compiled once for every set of instructions (VARIANT) and both kinds of numbers (REAL): addon.c chooses when it is loaded. All variants give the same
 * bits: products and sums are fused everywhere, explicitly, in an order that no width of vectors changes, and sums over lanes are one tree over the
 * lanes of a wide vector, which is WIDE bytes whatever the processor has.
 *
 *   V   lanes of a vector of the processor; Q of these are a wide vector
 *   N   vectors whose sums stay in registers; R rows of coefficients that do, 5 at most: R N + N + 1 registers
 */
#include "job.h"

#if defined(__AVX512F__) || defined(__AVX2__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define INLINE static inline __attribute__((always_inline))
#define JOIN2(a, b, c) a##_##b##_##c
#define JOIN(a, b, c) JOIN2(a, b, c)
#define NAME(f) JOIN(f, REAL, VARIANT)
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

#if defined(__AVX512F__)
#define BYTES 64
#define MOST 4 /* 5 rows of 4 vectors, 4 sums, a feature: 25 of 32 registers */
#elif defined(__AVX2__)
#define BYTES 32
#define MOST 2 /* 13 of 16 */
#else
#define BYTES 16
#define MOST 4 /* 25 of 32 */
#endif
#define Q (WIDE / BYTES)
typedef REAL vector __attribute__((vector_size(BYTES), aligned(sizeof(REAL)), may_alias));
#define V ((int)(BYTES / sizeof(REAL)))
#if IS_DOUBLE
typedef int64_t bits __attribute__((vector_size(BYTES), aligned(8), may_alias));
#else
typedef int32_t bits __attribute__((vector_size(BYTES), aligned(4), may_alias));
#endif

/* a b + c, rounded once; a number in all lanes. */
#if defined(__AVX512F__) && IS_DOUBLE
INLINE vector fused(vector a, vector b, vector c) { return (vector)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c); }
INLINE vector splat(REAL x) { return (vector)_mm512_set1_pd(x); }
#elif defined(__AVX512F__)
INLINE vector fused(vector a, vector b, vector c) { return (vector)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c); }
INLINE vector splat(REAL x) { return (vector)_mm512_set1_ps(x); }
#elif defined(__AVX2__) && IS_DOUBLE
INLINE vector fused(vector a, vector b, vector c) { return (vector)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c); }
INLINE vector splat(REAL x) { return (vector)_mm256_set1_pd(x); }
#elif defined(__AVX2__)
INLINE vector fused(vector a, vector b, vector c) { return (vector)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c); }
INLINE vector splat(REAL x) { return (vector)_mm256_set1_ps(x); }
#elif IS_DOUBLE
INLINE vector fused(vector a, vector b, vector c) { return (vector)vfmaq_f64((float64x2_t)c, (float64x2_t)a, (float64x2_t)b); }
INLINE vector splat(REAL x) { return (vector)vdupq_n_f64(x); }
#else
INLINE vector fused(vector a, vector b, vector c) { return (vector)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b); }
INLINE vector splat(REAL x) { return (vector)vdupq_n_f32(x); }
#endif
INLINE vector load(const void *p) { return *(const vector *)p; }
INLINE void store(void *p, vector x) { *(vector *)p = x; }
INLINE vector keep(vector x, const char *masks, int k) { return (vector)((bits)x & *(const bits *)(masks + k * BYTES)); }

/* Samples from..to of one input: in the order of `order`, pairs of bytes in a plane and in rows, or as they are where there is none. */
typedef struct { const char *values; char *rows; const uint32_t *order; uint32_t from, to, stride; } Walk;

#define EACH_SAMPLE(w) \
    for (uint32_t q = (w).from; q < (w).to; q++) { \
        const char *v = (w).values + ((w).order ? (w).order[2 * q] : q * sizeof(REAL)); \
        char *row = (w).rows + ((w).order ? (w).order[2 * q + 1] : q * (uint64_t)(w).stride);
#define VALUE(r) splat(*(const REAL *)(v + (r) * BLOCK * sizeof(REAL)))

/* Arrays have a fixed length: with a parameter for it they would be of variable length, and stay in memory. */
INLINE void read_rows(vector c[5][MOST], char *const *rows, const int R, const int N) {
    UNROLL for (int r = 0; r < R; r++) UNROLL for (int k = 0; k < N; k++) c[r][k] = load(rows[r] + BYTES * k);
}

INLINE void forward_rows(const Walk w, char *const *rows, const char *masks, const int R, const int N) {
    vector c[5][MOST];
    read_rows(c, rows, R, N);
    EACH_SAMPLE(w)
        vector y[MOST];
        if (masks) {
            { const vector s = VALUE(0); UNROLL for (int k = 0; k < N; k++) y[k] = s * c[0][k]; }
            UNROLL for (int r = 1; r < R; r++) { const vector s = VALUE(r); UNROLL for (int k = 0; k < N; k++) y[k] = fused(s, c[r][k], y[k]); }
            UNROLL for (int k = 0; k < N; k++) store(row + BYTES * k, load(row + BYTES * k) + keep(y[k], masks, k));
            continue;
        }
        UNROLL for (int k = 0; k < N; k++) y[k] = load(row + BYTES * k);
        UNROLL for (int r = 0; r < R; r++) { const vector s = VALUE(r); UNROLL for (int k = 0; k < N; k++) y[k] = fused(s, c[r][k], y[k]); }
        UNROLL for (int k = 0; k < N; k++) store(row + BYTES * k, y[k]);
    }
}

/* scratch[n] += lanes of the sums, one wide vector for each sample. */
INLINE void inputs_rows(const Walk w, char *const *rows, const char *masks, char *scratch, const int R, const int N) {
    vector c[5][MOST];
    read_rows(c, rows, R, N);
    EACH_SAMPLE(w)
        vector u[MOST], x[Q];
        char *to = scratch + (v - w.values) / sizeof(REAL) * WIDE;
        { const vector s = VALUE(0); UNROLL for (int k = 0; k < N; k++) u[k] = s * c[0][k]; }
        UNROLL for (int r = 1; r < R; r++) { const vector s = VALUE(r); UNROLL for (int k = 0; k < N; k++) u[k] = fused(s, c[r][k], u[k]); }
        UNROLL for (int k = 0; k < Q; k++) x[k] = load(to + BYTES * k);
        if (masks) {
            UNROLL for (int k = 0; k < N; k++) x[k % Q] += keep(u[k] * load(row + BYTES * k), masks, k);
        } else {
            UNROLL for (int k = 0; k < N; k++) x[k % Q] = fused(u[k], load(row + BYTES * k), x[k % Q]);
        }
        UNROLL for (int k = 0; k < Q; k++) store(to + BYTES * k, x[k]);
    }
}

/* rows are those of gradients. */
INLINE void coefficient_rows(const Walk w, char *const *rows, const int R, const int N) {
    vector g[5][MOST];
    read_rows(g, rows, R, N);
    EACH_SAMPLE(w)
        vector y[MOST];
        UNROLL for (int k = 0; k < N; k++) y[k] = load(row + BYTES * k);
        UNROLL for (int r = 0; r < R; r++) { const vector s = VALUE(r); UNROLL for (int k = 0; k < N; k++) g[r][k] = fused(s, y[k], g[r][k]); }
    }
    UNROLL for (int r = 0; r < R; r++) UNROLL for (int k = 0; k < N; k++) store(rows[r] + BYTES * k, g[r][k]);
}

INLINE void some_rows(const int what, const Walk w, char *const *rows, const char *masks, char *scratch, const int R, const int N) {
    if (what == FORWARD) forward_rows(w, rows, masks, R, N);
    else if (what == TO_INPUTS) inputs_rows(w, rows, masks, scratch, R, N);
    else coefficient_rows(w, rows, R, N);
}

/* Neighbouring rows: five at a time, then what is left. */
INLINE void many_rows(const int what, Walk w, char *c, uint32_t width, uint32_t count, const char *masks, char *scratch, const int N) {
    while (count > 0) {
        char *five[5] = {c, c + width, c + 2 * (uint64_t)width, c + 3 * (uint64_t)width, c + 4 * (uint64_t)width};
        const uint32_t r = count >= 5 ? 5 : count;
        switch (r) {
            case 5: some_rows(what, w, five, masks, scratch, 5, N); break;
            case 4: some_rows(what, w, five, masks, scratch, 4, N); break;
            case 3: some_rows(what, w, five, masks, scratch, 3, N); break;
            case 2: some_rows(what, w, five, masks, scratch, 2, N); break;
            default: some_rows(what, w, five, masks, scratch, 1, N);
        }
        count -= r; c += r * (uint64_t)width; w.values += r * BLOCK * sizeof(REAL);
    }
}

/* N vectors of one entry of a tile: all fixed rows for all samples, and those of the window cell by cell. */
INLINE void entry_part(const int what, const char *m, const Job *j, char *c, uint32_t width, uint32_t input, char *rows, const char *masks, char *scratch, const int N) {
    Walk w = {m + j->values + (uint64_t)input * j->planes, rows, 0, 0, j->samples, j->stride};
    if (j->window == 0) { many_rows(what, w, c, width, j->fixed, masks, scratch, N); return; }
    /* The one fixed row that most have, and four of a window, are five together; gradients of the fixed row are sums over all cells. */
    const int together = j->fixed == 1 && j->window == 4 && what != TO_COEFFICIENTS;
    if (!together) {
        many_rows(what, w, c, width, j->fixed, masks, scratch, N);
        w.values += (uint64_t)j->fixed * BLOCK * sizeof(REAL);
    }
    const uint32_t *starts = (const uint32_t *)(m + j->starts) + (uint64_t)input * BLOCK;
    const uint32_t *ends = (const uint32_t *)(m + j->ends) + (uint64_t)input * j->cells;
    if (j->order) w.order = (const uint32_t *)(m + j->order) + (uint64_t)input * 2 * BLOCK;
    const uint32_t stretches = j->order ? j->cells : j->samples;
    for (uint32_t k = 0; k < stretches; k++, w.from = w.to) {
        w.to = j->order ? ends[k] : k + 1;
        if (w.to == w.from) continue;
        char *p = c + (uint64_t)(j->fixed + (j->order ? k : starts[k])) * width;
        if (together) {
            char *five[5] = {c, p, p + width, p + 2 * (uint64_t)width, p + 3 * (uint64_t)width};
            some_rows(what, w, five, masks, scratch, 5, N);
        } else if (j->window == 4) {
            char *four[5] = {p, p + width, p + 2 * (uint64_t)width, p + 3 * (uint64_t)width, 0};
            some_rows(what, w, four, masks, scratch, 4, N);
        } else many_rows(what, w, p, width, j->window, masks, scratch, N);
    }
}

INLINE void entry_of(const int what, char *m, const Job *j, const Tile *t, uint32_t e, char *scratch) {
    char *c = m + (what == TO_COEFFICIENTS ? t->gradients : t->coefficients) + (uint64_t)e * t->entry;
    const char *masks = t->masks == 0 || what == TO_COEFFICIENTS ? 0 : m + t->masks + (uint64_t)e * t->width;
    char *rows = m + j->rows + t->lane;
    const uint32_t input = ((const uint32_t *)(m + t->list))[e], most = MOST * BYTES;
    uint32_t o = 0;
#define PART(n) (masks ? entry_part(what, m, j, c + o, t->width, input, rows + o, masks + o, scratch, n) : entry_part(what, m, j, c + o, t->width, input, rows + o, 0, scratch, n))
    for (; o + most <= t->width; o += most) PART(MOST);
#if Q == 1
    switch ((t->width - o) / BYTES) { case 3: PART(3); break; case 2: PART(2); break; case 1: PART(1); break; }
#endif
}

void NAME(forward)(char *m, const Job *j) {
    for (uint32_t k = 0; k < j->tiles; k++) for (uint32_t e = 0; e < j->tile[k].count; e++) entry_of(FORWARD, m, j, &j->tile[k], e, 0);
}

void NAME(to_coefficients)(char *m, const Job *j) {
    for (uint32_t k = 0; k < j->tiles; k++) for (uint32_t e = 0; e < j->tile[k].count; e++) entry_of(TO_COEFFICIENTS, m, j, &j->tile[k], e, 0);
}

/* Sums over the lanes of V vectors, the sum of x[k] in lane k: lane l and lane l + half, again and again. */
#define HALVES(a, b, low, high) (__builtin_shufflevector(a, b, low) + __builtin_shufflevector(a, b, high))
#define L(...) __VA_ARGS__
INLINE vector across(vector *t) {
#if BYTES == 64 && !IS_DOUBLE
    UNROLL for (int k = 0; k < 8; k++) t[k] = HALVES(t[2 * k], t[2 * k + 1], L(0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23), L(8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31));
    UNROLL for (int k = 0; k < 4; k++) t[k] = HALVES(t[2 * k], t[2 * k + 1], L(0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27), L(4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31));
    UNROLL for (int k = 0; k < 2; k++) t[k] = HALVES(t[2 * k], t[2 * k + 1], L(0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29), L(2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23, 26, 27, 30, 31));
    return HALVES(t[0], t[1], L(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), L(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31));
#elif (BYTES == 64) || (BYTES == 32 && !IS_DOUBLE)
    UNROLL for (int k = 0; k < 4; k++) t[k] = HALVES(t[2 * k], t[2 * k + 1], L(0, 1, 2, 3, 8, 9, 10, 11), L(4, 5, 6, 7, 12, 13, 14, 15));
    UNROLL for (int k = 0; k < 2; k++) t[k] = HALVES(t[2 * k], t[2 * k + 1], L(0, 1, 4, 5, 8, 9, 12, 13), L(2, 3, 6, 7, 10, 11, 14, 15));
    return HALVES(t[0], t[1], L(0, 2, 4, 6, 8, 10, 12, 14), L(1, 3, 5, 7, 9, 11, 13, 15));
#elif (BYTES == 32) || !IS_DOUBLE
    UNROLL for (int k = 0; k < 2; k++) t[k] = HALVES(t[2 * k], t[2 * k + 1], L(0, 1, 4, 5), L(2, 3, 6, 7));
    return HALVES(t[0], t[1], L(0, 2, 4, 6), L(1, 3, 5, 7));
#else
    return HALVES(t[0], t[1], L(0, 2), L(1, 3));
#endif
}

/* The first steps of the same tree, from a wide vector to one of the processor's. */
INLINE vector narrowed(const char *wide) {
    vector x[Q];
    UNROLL for (int k = 0; k < Q; k++) x[k] = load(wide + BYTES * k);
#if Q == 4
    x[0] += x[2]; x[1] += x[3];
#endif
#if Q > 1
    x[0] += x[1];
#endif
    return x[0];
}

INLINE void add_sums(const char *scratch, char *inputs, uint32_t samples) {
    /* Planes have BLOCK numbers: the last vector may add zeros behind the samples. */
    for (uint32_t n = 0; n < samples; n += V) {
        vector t[V];
        UNROLL for (int k = 0; k < V; k++) t[k] = narrowed(scratch + (n + k) * WIDE);
        store(inputs + n * sizeof(REAL), load(inputs + n * sizeof(REAL)) + across(t));
    }
}

void NAME(to_inputs)(char *m, const Job *j) {
    char scratch[BLOCK * WIDE] __attribute__((aligned(WIDE)));
    for (uint32_t first = 0, next; first < j->tiles; first = next) {
        const Tile *t = &j->tile[first];
        /* Tiles side by side that read the same inputs share what lanes are added up for. */
        for (next = first + 1; next < j->tiles && j->tile[next].list == t->list && j->tile[next].count == t->count;) next++;
        for (uint32_t e = 0; e < t->count; e++) {
            for (int n = 0; n < BLOCK * WIDE; n += BYTES) store(scratch + n, splat(0));
            for (uint32_t k = first; k < next; k++) entry_of(TO_INPUTS, m, j, &j->tile[k], e, scratch);
            add_sums(scratch, m + j->inputs + (uint64_t)((const uint32_t *)(m + t->list))[e] * BLOCK * sizeof(REAL), j->samples);
        }
    }
}
