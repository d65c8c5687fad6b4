/*
 * What algebra.h describes. Every number is a chain of fused products, or eight chains that are added up by one tree, whatever vectors the processor has: all variants give
 * the same bits.
 */
#include <math.h>
#include "algebra.h"

#if defined(__AVX2__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/* Not all are used with every set of instructions. */
#define INLINE static inline __attribute__((always_inline, unused))
#define JOIN2(a, b) a##_##b
#define JOIN(a, b) JOIN2(a, b)
#define NAME(f) JOIN(f, VARIANT)
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

/* Vectors of two, four and eight numbers; fused(a, b, c) is a b + c, rounded once. */
#if defined(__AVX2__)
typedef __m128d two;
INLINE two two_of(double x) { return _mm_set1_pd(x); }
INLINE two two_at(const double *p) { return _mm_loadu_pd(p); }
INLINE void two_to(double *p, two x) { _mm_storeu_pd(p, x); }
INLINE two two_fused(two a, two b, two c) { return _mm_fmadd_pd(a, b, c); }
INLINE two two_sum(two a, two b) { return _mm_add_pd(a, b); }
typedef __m256d four;
INLINE four four_of(double x) { return _mm256_set1_pd(x); }
INLINE four four_at(const double *p) { return _mm256_loadu_pd(p); }
INLINE void four_to(double *p, four x) { _mm256_storeu_pd(p, x); }
INLINE two first_two(four x) { return _mm256_castpd256_pd128(x); }
INLINE four four_fused(four a, four b, four c) { return _mm256_fmadd_pd(a, b, c); }
INLINE four four_sum(four a, four b) { return _mm256_add_pd(a, b); }
INLINE four four_less(four a, four b) { return _mm256_sub_pd(a, b); }
INLINE four four_over(four a, four b) { return _mm256_div_pd(a, b); }
/* c - a b, rounded once. */
INLINE four four_fused_less(four a, four b, four c) { return _mm256_fnmadd_pd(a, b, c); }
/* Of each of four vectors the sum of its numbers: those of its halves are added first. */
INLINE four four_across(const four a[4]) {
    const four s = _mm256_add_pd(_mm256_permute2f128_pd(a[0], a[1], 0x20), _mm256_permute2f128_pd(a[0], a[1], 0x31)), t = _mm256_add_pd(_mm256_permute2f128_pd(a[2], a[3], 0x20), _mm256_permute2f128_pd(a[2], a[3], 0x31));
    return _mm256_permute4x64_pd(_mm256_add_pd(_mm256_unpacklo_pd(s, t), _mm256_unpackhi_pd(s, t)), 0xd8);
}
INLINE void four_turn(four a[4]) {
    const four p = _mm256_unpacklo_pd(a[0], a[1]), q = _mm256_unpackhi_pd(a[0], a[1]), r = _mm256_unpacklo_pd(a[2], a[3]), s = _mm256_unpackhi_pd(a[2], a[3]);
    a[0] = _mm256_permute2f128_pd(p, r, 0x20);
    a[1] = _mm256_permute2f128_pd(q, s, 0x20);
    a[2] = _mm256_permute2f128_pd(p, r, 0x31);
    a[3] = _mm256_permute2f128_pd(q, s, 0x31);
}
#else
typedef float64x2_t two;
INLINE two two_of(double x) { return vdupq_n_f64(x); }
INLINE two two_at(const double *p) { return vld1q_f64(p); }
INLINE void two_to(double *p, two x) { vst1q_f64(p, x); }
INLINE two two_fused(two a, two b, two c) { return vfmaq_f64(c, a, b); }
INLINE two two_sum(two a, two b) { return vaddq_f64(a, b); }
typedef struct { two a, b; } four;
INLINE four four_of(double x) { return (four){two_of(x), two_of(x)}; }
INLINE four four_at(const double *p) { return (four){two_at(p), two_at(p + 2)}; }
INLINE void four_to(double *p, four x) { two_to(p, x.a); two_to(p + 2, x.b); }
INLINE two first_two(four x) { return x.a; }
INLINE four four_fused(four a, four b, four c) { return (four){two_fused(a.a, b.a, c.a), two_fused(a.b, b.b, c.b)}; }
INLINE four four_sum(four a, four b) { return (four){two_sum(a.a, b.a), two_sum(a.b, b.b)}; }
INLINE four four_less(four a, four b) { return (four){vsubq_f64(a.a, b.a), vsubq_f64(a.b, b.b)}; }
INLINE four four_over(four a, four b) { return (four){vdivq_f64(a.a, b.a), vdivq_f64(a.b, b.b)}; }
INLINE four four_fused_less(four a, four b, four c) { return (four){vfmsq_f64(c.a, a.a, b.a), vfmsq_f64(c.b, a.b, b.b)}; }
INLINE four four_across(const four a[4]) {
    return (four){vpaddq_f64(two_sum(a[0].a, a[0].b), two_sum(a[1].a, a[1].b)), vpaddq_f64(two_sum(a[2].a, a[2].b), two_sum(a[3].a, a[3].b))};
}
INLINE void four_turn(four a[4]) {
    const four p = a[0], q = a[1], r = a[2], s = a[3];
    a[0] = (four){vzip1q_f64(p.a, q.a), vzip1q_f64(r.a, s.a)};
    a[1] = (four){vzip2q_f64(p.a, q.a), vzip2q_f64(r.a, s.a)};
    a[2] = (four){vzip1q_f64(p.b, q.b), vzip1q_f64(r.b, s.b)};
    a[3] = (four){vzip2q_f64(p.b, q.b), vzip2q_f64(r.b, s.b)};
}
#endif
#if defined(__AVX512F__)
/* Rows of a factor whose sums with four columns are made at once: 16 of 32 registers. */
#define ROWS 4
typedef __m512d eight;
INLINE eight eight_of(double x) { return _mm512_set1_pd(x); }
INLINE eight eight_at(const double *p) { return _mm512_loadu_pd(p); }
INLINE void eight_to(double *p, eight x) { _mm512_storeu_pd(p, x); }
INLINE eight eight_fused(eight a, eight b, eight c) { return _mm512_fmadd_pd(a, b, c); }
INLINE eight eight_sum(eight a, eight b) { return _mm512_add_pd(a, b); }
/* The first half only. */
INLINE eight half_fused(const double *a, const double *b, eight c) { return _mm512_mask3_fmadd_pd(_mm512_castpd256_pd512(four_at(a)), _mm512_castpd256_pd512(four_at(b)), c, 15); }
/* Sums of both halves. */
INLINE four eight_folded(eight a) { return four_sum(_mm512_castpd512_pd256(a), _mm512_extractf64x4_pd(a, 1)); }
#else
/* Sums are made half by half: 12 of 16 registers, or 24 of 32. */
#define ROWS 3
typedef struct { four a, b; } eight;
INLINE eight eight_of(double x) { return (eight){four_of(x), four_of(x)}; }
INLINE eight eight_at(const double *p) { return (eight){four_at(p), four_at(p + 4)}; }
INLINE void eight_to(double *p, eight x) { four_to(p, x.a); four_to(p + 4, x.b); }
INLINE eight eight_fused(eight a, eight b, eight c) { return (eight){four_fused(a.a, b.a, c.a), four_fused(a.b, b.b, c.b)}; }
INLINE eight eight_sum(eight a, eight b) { return (eight){four_sum(a.a, b.a), four_sum(a.b, b.b)}; }
INLINE eight half_fused(const double *a, const double *b, eight c) { return (eight){four_fused(four_at(a), four_at(b), c.a), c.b}; }
INLINE four eight_folded(eight a) { return four_sum(a.a, a.b); }
#endif

/* Rows that are finished together, a multiple of ROWS: divisions of four rows wait for each other, not for those of other rows. */
#define PANEL 12

/* Singles among themselves: four rows of H against four columns, summed over the samples. */
static void dense(const double *values, double *h, uint32_t samples, uint32_t count, uint64_t line, uint64_t stride, double factor) {
    const four scale = four_of(factor);
    for (uint32_t i = 0; i < count; i += 4) {
        for (uint32_t j = 0; j <= i; j += 4) {
            four sum[4] = {four_of(0), four_of(0), four_of(0), four_of(0)};
            const double *own = values + i, *other = values + j;
            for (uint32_t n = 0; n < samples; n++, own += line, other += line) {
                const four y = four_at(other);
                UNROLL for (int r = 0; r < 4; r++) sum[r] = four_fused(four_of(own[r]), y, sum[r]);
            }
            UNROLL for (int r = 0; r < 4; r++) {
                double *at = h + (i + r) * stride + j;
                four_to(at, four_fused(scale, sum[r], four_at(at)));
            }
        }
    }
}

/* Rows of H, R of them, += own times x, `count` numbers, a multiple of two. */
INLINE void add_rows(double *h, uint64_t stride, const four *own, const double *x, const uint32_t count, const uint32_t R) {
    uint32_t k = 0;
    for (; k + 4 <= count; k += 4) {
        const four y = four_at(x + k);
        for (uint32_t r = 0; r < R; r++) four_to(h + r * stride + k, four_fused(own[r], y, four_at(h + r * stride + k)));
    }
    if (k < count) {
        const two y = two_at(x + k);
        for (uint32_t r = 0; r < R; r++) two_to(h + r * stride + k, two_fused(first_two(own[r]), y, two_at(h + r * stride + k)));
    }
}

/* Windows that are rows of H, and that are columns, of a tile: what of H it meets fits into the nearest cache, the whole of it often does not. */
#define TALL 4
#define BROAD 16

/* A tile for all samples: singles where `first` is windows or more, else windows from `first` on. */
INLINE void tile(char *m, const Products *p, uint32_t top, uint32_t first, const uint32_t width) {
    const double *values = (const double *)(m + p->values), factor = *(const double *)(m + p->factor);
    const uint64_t line = p->singles + (uint64_t)p->windows * width, stride = p->stride / 8;
    for (uint32_t n = 0; n < p->samples; n++) {
        const double *row = values + n * line, *windows = row + p->singles;
        const uint32_t *start = (const uint32_t *)(m + p->starts) + (uint64_t)n * p->windows;
        for (uint32_t b = top; b < p->windows && b < top + TALL; b++) {
            /* As vectors: numbers in memory might be what is written, and would be loaded again and again. */
            four own[MOST_WIDTH];
            for (uint32_t w = 0; w < width; w++) own[w] = four_of(factor * windows[b * width + w]);
            double *at = (double *)(m + p->hessian) + start[b] * stride;
            if (first >= p->windows) add_rows(at, stride, own, row, p->singles, width);
            else for (uint32_t a = first; a <= b && a < first + BROAD; a++) add_rows(at + start[a], stride, own, windows + a * width, width, width);
        }
    }
}

INLINE void outer(char *m, const Products *p, const uint32_t width) {
    for (uint32_t top = TALL * p->part; top < p->windows; top += TALL * p->parts) {
        tile(m, p, top, p->windows, width);
        for (uint32_t first = 0; first < top + TALL && first < p->windows; first += BROAD) tile(m, p, top, first, width);
    }
}

void NAME(products)(char *m, const void *job) {
    const Products *p = job;
    const uint64_t line = p->singles + (uint64_t)p->windows * p->width;
    if (p->part == 0) dense((const double *)(m + p->values), (double *)(m + p->hessian), p->samples, p->singles, line, p->stride / 8, *(const double *)(m + p->factor));
    /* The windows of linear, cubic and quintic splines, written out. */
    switch (p->width) {
        case 2: outer(m, p, 2); break;
        case 4: outer(m, p, 4); break;
        case 6: outer(m, p, 6); break;
        default: outer(m, p, p->width);
    }
}

/* sums[r][c] = sum over k < count of rows[r][k] columns[c][k], for R rows and four columns; count a multiple of four. */
#if defined(__AVX512F__)
INLINE void dots(const double *rows, const double *columns, uint64_t stride, uint32_t count, four *sums, const int R) {
    eight s[4][4];
    four folded[4][4];
    UNROLL for (int r = 0; r < R; r++) UNROLL for (int c = 0; c < 4; c++) s[r][c] = eight_of(0);
    uint32_t k = 0;
    for (; k + 8 <= count; k += 8) {
        eight y[4];
        UNROLL for (int c = 0; c < 4; c++) y[c] = eight_at(columns + c * stride + k);
        UNROLL for (int r = 0; r < R; r++) { const eight x = eight_at(rows + r * stride + k); UNROLL for (int c = 0; c < 4; c++) s[r][c] = eight_fused(x, y[c], s[r][c]); }
    }
    if (k < count) UNROLL for (int r = 0; r < R; r++) UNROLL for (int c = 0; c < 4; c++) s[r][c] = half_fused(rows + r * stride + k, columns + c * stride + k, s[r][c]);
    UNROLL for (int r = 0; r < R; r++) UNROLL for (int c = 0; c < 4; c++) folded[r][c] = eight_folded(s[r][c]);
    UNROLL for (int r = 0; r < R; r++) sums[r] = four_across(folded[r]);
}
#else
/* Of every eight numbers the first four, then the last four: the eight chains of a sum are two vectors, of which one is in registers. */
INLINE void dots(const double *rows, const double *columns, uint64_t stride, uint32_t count, four *sums, const int R) {
    four first[ROWS][4], folded[ROWS][4];
    UNROLL for (int half = 0; half < 2; half++) {
        four s[ROWS][4];
        UNROLL for (int r = 0; r < R; r++) UNROLL for (int c = 0; c < 4; c++) s[r][c] = four_of(0);
        const double *own = rows + 4 * half, *other = columns + 4 * half;
        for (uint32_t k = 4 * half; k < count; k += 8, own += 8, other += 8) {
            four x[ROWS];
            UNROLL for (int r = 0; r < R; r++) x[r] = four_at(own + r * stride);
            UNROLL for (int c = 0; c < 4; c++) { const four y = four_at(other + c * stride); UNROLL for (int r = 0; r < R; r++) s[r][c] = four_fused(x[r], y, s[r][c]); }
        }
        UNROLL for (int r = 0; r < R; r++) UNROLL for (int c = 0; c < 4; c++) { if (half == 0) first[r][c] = s[r][c]; else folded[r][c] = four_sum(first[r][c], s[r][c]); }
    }
    UNROLL for (int r = 0; r < R; r++) sums[r] = four_across(folded[r]);
}
#endif

/* Of four rows, or of a panel of them. */
INLINE void all_dots(const double *rows, const double *columns, uint64_t stride, uint32_t count, four *sums, const int R) {
    if (R % ROWS == 0) for (int r = 0; r < R; r += ROWS) dots(rows + r * stride, columns, stride, count, sums + r, ROWS);
    else for (int r = 0; r < R; r += 2) dots(rows + r * stride, columns, stride, count, sums + r, 2);
}

/* R rows from i on, a multiple of four, in four columns from j on, which lie before them. */
INLINE void below(double *a, uint64_t stride, uint32_t i, uint32_t j, const int R) {
    const double *own = a + j * stride;
    double *x = a + i * stride + j;
    four left[PANEL];
    all_dots(a + i * stride, own, stride, j, left, R);
    UNROLL for (int r = 0; r < R; r++) left[r] = four_less(four_at(x + r * stride), left[r]);
    /* Column by column, for all rows at once. */
    UNROLL for (int r = 0; r < R; r += 4) four_turn(left + r);
    UNROLL for (int c = 0; c < 4; c++) {
        UNROLL for (int r = 0; r < R; r += 4) {
            UNROLL for (int d = 0; d < c; d++) left[r + c] = four_fused_less(left[r + d], four_of(own[c * stride + j + d]), left[r + c]);
            left[r + c] = four_over(left[r + c], four_of(own[c * stride + j + c]));
        }
    }
    UNROLL for (int r = 0; r < R; r += 4) four_turn(left + r);
    UNROLL for (int r = 0; r < R; r++) four_to(x + r * stride, left[r]);
}

static void panel(double *a, uint64_t stride, uint32_t i, uint32_t j) { below(a, stride, i, j, PANEL); }
static void block(double *a, uint64_t stride, uint32_t i, uint32_t j) { below(a, stride, i, j, 4); }

/* Four rows among themselves. 0 where a pivot is not positive, or not finite. */
static int diagonal(double *a, uint64_t stride, uint32_t i) {
    double *own = a + i * stride;
    four of[4];
    double sums[4][4];
    all_dots(own, own, stride, i, of, 4);
    for (int r = 0; r < 4; r++) four_to(sums[r], of[r]);
    for (int r = 0; r < 4; r++) {
        double *x = own + r * stride + i;
        for (int c = 0; c <= r; c++) {
            double left = x[c] - sums[r][c];
            for (int d = 0; d < c; d++) left = fma(-x[d], own[c * stride + i + d], left);
            if (c < r) { x[c] = left / own[c * stride + i + c]; continue; }
            if (!(left > 0) || left == INFINITY) return 0;
            x[c] = sqrt(left);
        }
    }
    return 1;
}

/* Rows that are eliminated together: what they need of those before is read from far away once for all of them. */
#define TOGETHER 36

void NAME(factor)(char *m, const void *job) {
    const Factor *f = job;
    double *a = (double *)(m + f->matrix);
    const uint64_t stride = f->stride / 8;
    uint32_t *status = (uint32_t *)(m + f->status);
    for (uint32_t first = f->from, next; first < f->to; first = next) {
        next = first + TOGETHER < f->to ? first + TOGETHER : f->to;
        for (uint32_t j = 0; j < next; j += 4) {
            uint32_t i = first;
            if (j >= first) {
                if (!diagonal(a, stride, j)) { *status = 0; return; }
                i = j + 4;
            }
            for (; i + PANEL <= next; i += PANEL) panel(a, stride, i, j);
            for (; i < next; i += 4) block(a, stride, i, j);
        }
    }
    *status = 1;
}

/* Row i of L^-1 in N eights of columns from `first` on, which y begins with: made of the rows before it, four chains for each number. */
INLINE void eliminated(const double *l, double *y, uint64_t i, uint64_t width, uint64_t first, const int N) {
    eight s[4][2];
    UNROLL for (int q = 0; q < 4; q++) UNROLL for (int c = 0; c < N; c++) s[q][c] = eight_of(0);
    uint64_t k = 0;
    for (; k + 4 <= i; k += 4) {
        UNROLL for (int q = 0; q < 4; q++) { const eight x = eight_of(l[k + q]); UNROLL for (int c = 0; c < N; c++) s[q][c] = eight_fused(x, eight_at(y + (k + q) * width + 8 * c), s[q][c]); }
    }
    for (; k < i; k++) { const eight x = eight_of(l[k]); UNROLL for (int c = 0; c < N; c++) s[0][c] = eight_fused(x, eight_at(y + k * width + 8 * c), s[0][c]); }
    for (int c = 0; c < N; c++) {
        double *to = y + i * width + 8 * c;
        eight_to(to, eight_sum(eight_sum(s[0][c], s[1][c]), eight_sum(s[2][c], s[3][c])));
        for (int e = 0; e < 8; e++) to[e] = ((i == first + 8 * c + e ? 1.0 : 0.0) - to[e]) / l[i];
    }
}

void NAME(inverse)(char *m, const void *job) {
    const Inverse *v = job;
    const uint64_t stride = v->stride / 8, count = v->to - v->from, width = (count + 7) / 8 * 8, length = v->n - v->from;
    const double *l = (const double *)(m + v->matrix) + v->from * (stride + 1);
    double *y = (double *)(m + v->columns), *block = (double *)(m + v->block);
    for (uint64_t c = 0; c < width; c += 16) {
        if (width - c > 8) for (uint64_t i = 0; i < length; i++) eliminated(l + i * stride, y + c, i, width, c, 2);
        else for (uint64_t i = 0; i < length; i++) eliminated(l + i * stride, y + c, i, width, c, 1);
    }
    for (uint64_t r = 0; r < count; r++) {
        for (uint64_t c = 0; c < width; c += 8) {
            eight s = eight_of(0);
            for (uint64_t i = r; i < length; i++) s = eight_fused(eight_of(y[i * width + r]), eight_at(y + i * width + c), s);
            eight_to(block + r * width + c, s);
        }
    }
}
