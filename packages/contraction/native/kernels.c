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
#include "fold.h"

#include "vector.h"

/* Vectors whose sums stay in registers: with 5 rows of coefficients, a sum each and a feature they fill 25 of 32 registers, or 13 of 16. */
#if defined(__AVX2__) && !defined(__AVX512F__)
#define MOST 2
#else
#define MOST 4
#endif
#define Q (WIDE / BYTES)
INLINE vector keep(vector x, const char *masks, int k) { return (vector)((bits)x & *(const bits *)(masks + k * BYTES)); }

/* Samples of one input, a bit each: of planes, and of rows that are `stride` bytes apart. */
typedef struct { const char *values; char *rows; uint64_t samples; uint64_t stride; } Walk;

#define EACH_SAMPLE(w) \
    for (uint64_t left = (w).samples; left != 0; left &= left - 1) { \
        const uint64_t q = __builtin_ctzll(left); \
        const char *v = (w).values + q * sizeof(REAL); \
        char *row = (w).rows + q * (w).stride;
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

/* scratch[n] += lanes of the sums, one wide vector for each sample; = instead of += where it is `fresh`. */
INLINE void inputs_rows(const Walk w, char *const *rows, const char *masks, char *scratch, const int fresh, const int R, const int N) {
    vector c[5][MOST];
    read_rows(c, rows, R, N);
    EACH_SAMPLE(w)
        vector u[MOST], x[Q];
        char *to = scratch + q * WIDE;
        { const vector s = VALUE(0); UNROLL for (int k = 0; k < N; k++) u[k] = s * c[0][k]; }
        UNROLL for (int r = 1; r < R; r++) { const vector s = VALUE(r); UNROLL for (int k = 0; k < N; k++) u[k] = fused(s, c[r][k], u[k]); }
        UNROLL for (int k = 0; k < Q; k++) x[k] = fresh ? splat(0) : load(to + BYTES * k);
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

/* The loops above with all their constants, once each: what walks over entries and cells calls them by address. */
typedef void (*Loop)(const Walk *w, char *const *rows, const char *masks, char *scratch);
#define LOOPS_OF(R, N) \
    static void forward_##R##_##N(const Walk *w, char *const *rows, const char *masks, char *scratch) { forward_rows(*w, rows, 0, R, N); } \
    static void forward_masked_##R##_##N(const Walk *w, char *const *rows, const char *masks, char *scratch) { forward_rows(*w, rows, masks, R, N); } \
    static void inputs_##R##_##N(const Walk *w, char *const *rows, const char *masks, char *scratch) { inputs_rows(*w, rows, 0, scratch, 0, R, N); } \
    static void inputs_masked_##R##_##N(const Walk *w, char *const *rows, const char *masks, char *scratch) { inputs_rows(*w, rows, masks, scratch, 0, R, N); } \
    static void coefficients_##R##_##N(const Walk *w, char *const *rows, const char *masks, char *scratch) { coefficient_rows(*w, rows, R, N); }
#define LOOPS(N) LOOPS_OF(1, N) LOOPS_OF(2, N) LOOPS_OF(3, N) LOOPS_OF(4, N) LOOPS_OF(5, N)
#define TABLE(f, N) f##_1_##N, f##_2_##N, f##_3_##N, f##_4_##N, f##_5_##N
/* By rows, for as many vectors as wide vectors are taken at once: registers hold four of them, or one. */
#if Q == 1
#define AT_ONCE 4
LOOPS(1) LOOPS(2) LOOPS(3) LOOPS(4)
#define TABLES(f) {{TABLE(f, 1)}, {TABLE(f, 2)}, {TABLE(f, 3)}, {TABLE(f, 4)}}
#elif Q == 2
#define AT_ONCE 1
LOOPS(2)
#define TABLES(f) {{TABLE(f, 2)}}
#else
#define AT_ONCE 1
LOOPS(4)
#define TABLES(f) {{TABLE(f, 4)}}
#endif
static const Loop loops[3][2][AT_ONCE][5] = {{TABLES(forward), TABLES(forward_masked)}, {TABLES(inputs), TABLES(inputs_masked)}, {TABLES(coefficients), TABLES(coefficients)}};

/* Memory that is needed soon, to be brought nearer: the first lines of an entry, which are met cell by cell, or column by column, as processors do not foresee. */
#define LINE 64
#define SOON 8192
/* Bytes of coefficients, of all tiles, that a near cache does not keep from one block of samples to the next. */
#define FAR (1u << 20)
typedef struct { const char *from, *to; uint64_t share; } Ahead;

/* A stretch of an entry: some wide vectors, four at most. */
#define AHEADS 3
typedef struct { const Loop (*loops)[5]; const char *masks; char *scratch; uint32_t width; int wides, fresh, aheads; Ahead ahead[AHEADS]; } Part;

/* Asks for the next share of lines: asked for all at once they wait for each other, and the processor for them. */
INLINE void ask(Part *p) {
    for (int a = 0; a < p->aheads; a++) {
        Ahead *h = &p->ahead[a];
        const char *end = h->from + h->share < h->to ? h->from + h->share : h->to;
        for (; h->from < end; h->from += LINE) __builtin_prefetch(h->from);
    }
}

/* R rows, five at most. Where registers do not hold all vectors at once they come one after the other: the next rows come when all are done, in every variant. */
INLINE void some_rows(const Part *p, const Walk *w, char *const *rows, int R) {
    if (AT_ONCE > 1 || p->wides == 1) { p->loops[p->wides <= AT_ONCE ? p->wides - 1 : 0][R - 1](w, rows, p->masks, p->scratch); return; }
    Walk part = *w;
    for (int k = 0; k < p->wides; k++, part.rows += WIDE) {
        char *own[5];
        for (int r = 0; r < R; r++) own[r] = rows[r] + k * WIDE;
        p->loops[0][R - 1](&part, own, p->masks ? p->masks + k * WIDE : 0, p->scratch);
    }
}

/* Neighbouring rows: five at a time, then what is left. */
static void many_rows(const Part *p, Walk w, char *c, uint32_t count) {
    const uint64_t width = p->width;
    while (count > 0) {
        char *five[5] = {c, c + width, c + 2 * width, c + 3 * width, c + 4 * width};
        const uint32_t r = count >= 5 ? 5 : count;
        some_rows(p, &w, five, r);
        count -= r; c += r * width; w.values += r * BLOCK * sizeof(REAL);
    }
}

/* Samples whose windows begin alike: those of a cell, for as many cells as bits are looked for of; else single samples. */
#define BY_CELL 32
typedef struct { const uint32_t *starts; uint64_t samples; uint32_t cells, count; uint64_t of[BY_CELL]; } Stretches;

/* Bits of the samples in every cell. */
INLINE void samples_by_cell(Stretches *s) {
#if defined(__AVX512F__)
    __m512i x[4];
    for (int k = 0; k < 4; k++) x[k] = _mm512_loadu_si512(s->starts + 16 * k);
    for (uint32_t c = 0; c < s->cells; c++) {
        const __m512i cell = _mm512_set1_epi32(c);
        uint64_t bits = 0;
        for (int k = 3; k >= 0; k--) bits = bits << 16 | _mm512_cmpeq_epi32_mask(x[k], cell);
        s->of[c] = bits & s->samples;
    }
#elif defined(__AVX2__)
    __m256i bytes[2];
    for (int k = 0; k < 2; k++) {
        const __m256i *from = (const __m256i *)(s->starts + 32 * k);
        /* Numbers of more bits end at the bounds of a byte, which is more than there are cells. */
        const __m256i low = _mm256_packs_epi32(_mm256_loadu_si256(from), _mm256_loadu_si256(from + 1)), high = _mm256_packs_epi32(_mm256_loadu_si256(from + 2), _mm256_loadu_si256(from + 3));
        bytes[k] = _mm256_permutevar8x32_epi32(_mm256_packs_epi16(low, high), _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
    }
    for (uint32_t c = 0; c < s->cells; c++) {
        const __m256i cell = _mm256_set1_epi8((char)c);
        const uint64_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes[0], cell)), high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes[1], cell));
        s->of[c] = (high << 32 | low) & s->samples;
    }
#else
    for (uint32_t c = 0; c < s->cells; c++) s->of[c] = 0;
    for (uint64_t left = s->samples; left != 0; left &= left - 1) {
        const uint32_t cell = s->starts[__builtin_ctzll(left)];
        if (cell < s->cells) s->of[cell] |= left & -left;
    }
#endif
}

INLINE uint64_t all_of(uint32_t samples) { return ~(uint64_t)0 >> (BLOCK - samples); }

/* Samples that are in a cell take part; without a window all do. */
INLINE void stretches_of(Stretches *s, const uint32_t *starts, uint32_t samples, uint32_t cells) {
    s->starts = starts;
    s->samples = all_of(samples);
    s->cells = cells;
    s->count = cells <= BY_CELL ? cells : samples;
    if (cells == 0) return;
    uint64_t in = 0;
    if (cells <= BY_CELL) {
        samples_by_cell(s);
        for (uint32_t c = 0; c < cells; c++) in |= s->of[c];
    } else for (uint32_t q = 0; q < samples; q++) in |= (uint64_t)(starts[q] < cells) << q;
    s->samples = in;
}

/* The samples of a stretch, and their cell. */
INLINE uint64_t stretch(const Stretches *s, uint32_t k, uint32_t *cell) {
    if (s->cells <= BY_CELL) { *cell = k; return s->of[k]; }
    *cell = s->starts[k];
    return s->samples & (uint64_t)1 << k;
}

/*
 * One fixed row and a window of four: what most layers have is one call for all samples of an entry. The fixed row is one of five in every cell.
 */
typedef void (*Spline)(Part *p, Walk w, const Stretches *s, char *c);
INLINE void spline(const int what, Part *p, Walk w, const Stretches *s, char *c, const int fresh, const int N) {
    const uint64_t width = p->width;
    for (uint32_t k = 0, cell; k < s->count; k++) {
        ask(p);
        w.samples = stretch(s, k, &cell);
        if (w.samples == 0) continue;
        char *first = c + (uint64_t)(1 + cell) * width;
        Walk part = w;
        for (int v = 0; v < (AT_ONCE == 1 ? p->wides : 1); v++, part.rows += WIDE) {
            char *five[5] = {c + v * WIDE, first + v * WIDE, first + width + v * WIDE, first + 2 * width + v * WIDE, first + 3 * width + v * WIDE};
            if (what == FORWARD) forward_rows(part, five, 0, 5, N);
            else if (what == TO_INPUTS && fresh && v == 0) inputs_rows(part, five, 0, p->scratch, 1, 5, N);
            else if (what == TO_INPUTS) inputs_rows(part, five, 0, p->scratch, 0, 5, N);
            else coefficient_rows(part, five, 5, N);
        }
    }
}
#define SPLINES_OF(N) \
    static void spline_forward_##N(Part *p, Walk w, const Stretches *s, char *c) { spline(FORWARD, p, w, s, c, 0, N); } \
    static void spline_inputs_##N(Part *p, Walk w, const Stretches *s, char *c) { spline(TO_INPUTS, p, w, s, c, 0, N); } \
    static void spline_fresh_##N(Part *p, Walk w, const Stretches *s, char *c) { spline(TO_INPUTS, p, w, s, c, 1, N); } \
    static void spline_coefficients_##N(Part *p, Walk w, const Stretches *s, char *c) { spline(TO_COEFFICIENTS, p, w, s, c, 0, N); }
#if Q == 1
SPLINES_OF(1) SPLINES_OF(2) SPLINES_OF(3) SPLINES_OF(4)
#define SPLINES(f) {spline_##f##_1, spline_##f##_2, spline_##f##_3, spline_##f##_4}
#elif Q == 2
SPLINES_OF(2)
#define SPLINES(f) {spline_##f##_2}
#else
SPLINES_OF(4)
#define SPLINES(f) {spline_##f##_4}
#endif
/* By what is done; behind that, to inputs afresh. */
#define FRESH 3
static const Spline splines[4][AT_ONCE] = {SPLINES(forward), SPLINES(inputs), SPLINES(coefficients), SPLINES(fresh)};

INLINE int is_spline(const Job *j) { return j->fixed == 1 && j->window == 4; }

/* Has so many bytes brought nearer, a share with every stretch. */
INLINE void soon(Part *p, const Stretches *s, const char *from, uint64_t bytes) {
    const uint32_t lines = (bytes < SOON ? bytes : SOON) / LINE, shares = s->count > 0 ? s->count : 1;
    p->ahead[p->aheads++] = (Ahead){from, from + (uint64_t)lines * LINE, (uint64_t)((lines + shares - 1) / shares) * LINE};
}

/* All fixed rows for all samples, and those of the window cell by cell. */
static void entry_part(Part *p, const char *m, const Job *j, const Stretches *s, char *c, uint32_t input, char *rows) {
    const uint64_t width = p->width;
    Walk w = {m + j->values + (uint64_t)input * j->planes, rows, s->samples, j->stride};
    if (j->window == 0) { ask(p); many_rows(p, w, c, j->fixed); return; }
    if (is_spline(j) && !p->masks) {
        splines[p->fresh ? FRESH : j->what][AT_ONCE == 1 ? 0 : p->wides - 1](p, w, s, c);
        return;
    }
    if (!is_spline(j)) {
        many_rows(p, w, c, j->fixed);
        w.values += (uint64_t)j->fixed * BLOCK * sizeof(REAL);
    }
    for (uint32_t k = 0, cell; k < s->count; k++) {
        ask(p);
        w.samples = stretch(s, k, &cell);
        if (w.samples == 0) continue;
        char *first = c + (j->fixed + (uint64_t)cell) * width;
        if (is_spline(j)) {
            char *five[5] = {c, first, first + width, first + 2 * width, first + 3 * width};
            some_rows(p, &w, five, 5);
        } else many_rows(p, w, first, j->window);
    }
}

/* Once in the code, however often it is called. */
#define APART static __attribute__((noinline))

APART void fold_entry(const char *from, const char *weights, char *to, uint32_t rows, uint32_t base, uint32_t width) {
    for (uint32_t r = 0; r < rows; r++, from += width, to += width) {
        if (r < base) for (uint32_t k = 0; k < width; k += BYTES) store(to + k, load(from + k));
        else for (uint32_t k = 0; k < width; k += BYTES) store(to + k, load(weights + k) * load(from + k));
    }
}

/* A product and a sum, each rounded: bits are those of the kernel in WebAssembly. */
APART void unfold_entry(char *g, const char *from, const char *weights, char *gradient, char *sums, uint32_t rows, uint32_t base, uint32_t width) {
    for (uint32_t k = 0; k < width; k += BYTES) {
        const vector w = load(weights + k);
        vector sum = splat(0);
        uint64_t at = k;
        for (uint32_t r = 0; r < rows; r++, at += width) {
            const vector x = load(g + at);
            store(g + at, splat(0));
            if (r < base) { store(gradient + at, x); continue; }
            sum += x * load(from + at);
            store(gradient + at, w * x);
        }
        store(sums + k, sum);
    }
}

/* What is weighed of an entry before it is contracted, or behind that. */
APART void weigh_entry(char *m, const Job *j, const Tile *t, uint64_t e, char *c) {
    const uint32_t rows = j->fixed + (j->window == 0 ? 0 : j->cells - 1 + j->window);
    const char *from = m + t->from + e * t->entry, *weights = m + t->weights + e * t->width;
    if (j->what == FORWARD) fold_entry(from, weights, c, rows, j->base, t->width);
    else unfold_entry(c, from, weights, m + t->gradient + e * t->entry, m + t->weightGradient + e * t->width, rows, j->base, t->width);
}

/* @param scratch what inputs are summed in, of the samples; `first` to fill it */
APART void entry_of(char *m, const Job *j, const Tile *t, uint32_t e, char *scratch, int first) {
    char *c = m + (j->what == TO_COEFFICIENTS ? t->gradients : t->coefficients) + (uint64_t)e * t->step;
    if (j->weighs && j->what == FORWARD) weigh_entry(m, j, t, e, c);
    const char *masks = t->masks == 0 || j->what == TO_COEFFICIENTS ? 0 : m + t->masks + (uint64_t)e * t->width;
    const uint32_t input = ((const uint32_t *)(m + t->list))[e], wides = t->width / WIDE;
    Stretches s;
    stretches_of(&s, (const uint32_t *)(m + j->starts) + (uint64_t)input * BLOCK, j->samples, j->cells);
    Part p = {loops[j->what][masks != 0], masks, scratch, t->width, 0, 0, 0, {{0, 0, 0}}};
    const int last = e + 1 == t->count;
    const char *from = m + t->from + (uint64_t)e * t->entry;
    if (j->weighs && j->what == TO_COEFFICIENTS) {
        soon(&p, &s, from, t->entry);
        soon(&p, &s, m + t->gradient + (uint64_t)e * t->entry, t->entry);
    } else if (j->weighs && !last) soon(&p, &s, from + t->entry, t->entry);
    /* All rows are weighed, but of a fine grid few are contracted. */
    if (!last && t->step != 0 && j->cells <= BY_CELL && (uint64_t)j->tiles * t->count * t->entry >= FAR) soon(&p, &s, c + t->step, t->entry);
    p.fresh = first && is_spline(j) && !masks && s.samples == all_of(j->samples);
    if (first && !p.fresh) for (uint32_t n = 0; n < j->samples * WIDE; n += BYTES) store(scratch + n, splat(0));
    for (uint32_t k = 0; k < wides; k += p.wides) {
        p.wides = wides - k < 4 ? wides - k : 4;
        if (masks) p.masks = masks + k * WIDE;
        entry_part(&p, m, j, &s, c + k * WIDE, input, m + j->rows + t->lane + k * WIDE);
        p.fresh = 0;
        p.aheads = 0;
    }
    if (j->weighs && j->what == TO_COEFFICIENTS) weigh_entry(m, j, t, e, c);
}

static void every_entry(char *m, const Job *j) {
    for (uint32_t k = 0; k < j->tiles; k++) for (uint32_t e = 0; e < j->tile[k].count; e++) entry_of(m, j, &j->tile[k], e, 0, 0);
}

void NAME(forward)(char *m, const Job *j) { every_entry(m, j); }

void NAME(to_coefficients)(char *m, const Job *j) { every_entry(m, j); }

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
    for (uint32_t n = 0; n < samples; n += V) {
        vector t[V];
        UNROLL for (int k = 0; k < V; k++) t[k] = narrowed(scratch + (n + k) * WIDE);
        store(inputs + n * sizeof(REAL), load(inputs + n * sizeof(REAL)) + across(t));
    }
}

void NAME(to_inputs)(char *m, const Job *j) {
    char scratch[BLOCK * WIDE] __attribute__((aligned(WIDE)));
    /* The last vector of sums may have numbers behind the samples: planes have room for them. */
    for (int n = 0; n < BLOCK * WIDE; n += BYTES) store(scratch + n, splat(0));
    for (uint32_t first = 0, next; first < j->tiles; first = next) {
        const Tile *t = &j->tile[first];
        /* Tiles side by side that read the same inputs share what lanes are added up for. */
        for (next = first + 1; next < j->tiles && j->tile[next].list == t->list && j->tile[next].count == t->count;) next++;
        for (uint32_t e = 0; e < t->count; e++) {
            for (uint32_t k = first; k < next; k++) entry_of(m, j, &j->tile[k], e, scratch, k == first);
            add_sums(scratch, m + j->inputs + (uint64_t)((const uint32_t *)(m + t->list))[e] * BLOCK * sizeof(REAL), j->samples);
        }
    }
}

void NAME(fold)(char *m, const Fold *f) {
    const uint64_t entry = (uint64_t)f->rows * f->width;
    for (uint64_t e = 0; e < f->entries; e++) fold_entry(m + f->from + e * entry, m + f->weights + e * f->width, m + f->effective + e * entry, f->rows, f->base, f->width);
}

void NAME(unfold)(char *m, const Fold *f) {
    const uint64_t entry = (uint64_t)f->rows * f->width;
    for (uint64_t e = 0; e < f->entries; e++) {
        unfold_entry(m + f->effective + e * entry, m + f->from + e * entry, m + f->weights + e * f->width, m + f->gradient + e * entry, m + f->weightGradient + e * f->width, f->rows, f->base, f->width);
    }
}
