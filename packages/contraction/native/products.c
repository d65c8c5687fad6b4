/*
 * H += factor J'J from the sparse rows of a Jacobian (products.h). Every number of H is a chain of fused products in the order of the samples, whatever vectors the
 * processor has, so that all variants give the same bits.
 */
#include "products.h"

#if defined(__AVX2__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define INLINE static inline __attribute__((always_inline))
#define JOIN2(a, b) a##_##b
#define JOIN(a, b) JOIN2(a, b)

/* Vectors of two, four and eight numbers, where the processor has them; h += x y, rounded once. */
#if defined(__AVX2__)
typedef __m128d two;
INLINE two two_of(double x) { return _mm_set1_pd(x); }
INLINE two two_at(const double *p) { return _mm_loadu_pd(p); }
INLINE void two_to(double *p, two x) { _mm_storeu_pd(p, x); }
INLINE two two_fused(two a, two b, two c) { return _mm_fmadd_pd(a, b, c); }
typedef __m256d four;
INLINE four four_of(double x) { return _mm256_set1_pd(x); }
INLINE four four_at(const double *p) { return _mm256_loadu_pd(p); }
INLINE void four_to(double *p, four x) { _mm256_storeu_pd(p, x); }
INLINE four four_fused(four a, four b, four c) { return _mm256_fmadd_pd(a, b, c); }
#else
typedef float64x2_t two;
INLINE two two_of(double x) { return vdupq_n_f64(x); }
INLINE two two_at(const double *p) { return vld1q_f64(p); }
INLINE void two_to(double *p, two x) { vst1q_f64(p, x); }
INLINE two two_fused(two a, two b, two c) { return vfmaq_f64(c, a, b); }
typedef struct { two a, b; } four;
INLINE four four_of(double x) { return (four){two_of(x), two_of(x)}; }
INLINE four four_at(const double *p) { return (four){two_at(p), two_at(p + 2)}; }
INLINE void four_to(double *p, four x) { two_to(p, x.a); two_to(p + 2, x.b); }
INLINE four four_fused(four a, four b, four c) { return (four){two_fused(a.a, b.a, c.a), two_fused(a.b, b.b, c.b)}; }
#endif

/* Singles among themselves: four rows of H against four columns, summed over the samples. */
static void dense(const double *values, double *h, uint32_t samples, uint32_t count, uint64_t line, uint64_t stride, double factor) {
    const four scale = four_of(factor);
    for (uint32_t i = 0; i < count; i += 4) {
        for (uint32_t j = 0; j <= i; j += 4) {
            four sum[4] = {four_of(0), four_of(0), four_of(0), four_of(0)};
            const double *own = values + i, *other = values + j;
            for (uint32_t n = 0; n < samples; n++, own += line, other += line) {
                const four y = four_at(other);
                for (int r = 0; r < 4; r++) sum[r] = four_fused(four_of(own[r]), y, sum[r]);
            }
            for (int r = 0; r < 4; r++) {
                double *at = h + (i + r) * stride + j;
                four_to(at, four_fused(scale, sum[r], four_at(at)));
            }
        }
    }
}

/* Rows of H, R of them, += own times x, `count` numbers, a multiple of two. */
INLINE void add_rows(double *h, uint64_t stride, const double *own, const double *x, const uint32_t count, const uint32_t R) {
    uint32_t k = 0;
    for (; k + 4 <= count; k += 4) {
        const four y = four_at(x + k);
        for (uint32_t r = 0; r < R; r++) four_to(h + r * stride + k, four_fused(four_of(own[r]), y, four_at(h + r * stride + k)));
    }
    if (k < count) {
        const two y = two_at(x + k);
        for (uint32_t r = 0; r < R; r++) two_to(h + r * stride + k, two_fused(two_of(own[r]), y, two_at(h + r * stride + k)));
    }
}

/* Window by window, and all samples for each: what of H a window meets fits into the nearest cache, the whole of it often does not. */
INLINE void outer(const double *values, const uint32_t *starts, double *h, uint32_t samples, uint32_t singles, uint32_t windows, const uint32_t width, uint64_t line, uint64_t stride, double factor) {
    for (uint32_t b = 0; b < windows; b++) {
        for (uint32_t n = 0; n < samples; n++) {
            const double *row = values + n * line, *from = row + singles;
            const uint32_t *start = starts + (uint64_t)n * windows;
            double own[MOST_WIDTH];
            for (uint32_t w = 0; w < width; w++) own[w] = factor * from[b * width + w];
            double *at = h + start[b] * stride;
            add_rows(at, stride, own, row, singles, width);
            for (uint32_t a = 0; a <= b; a++) add_rows(at + start[a], stride, own, from + a * width, width, width);
        }
    }
}

void JOIN(products, VARIANT)(char *m, const Products *p) {
    const double *values = (const double *)(m + p->values), factor = *(const double *)(m + p->factor);
    const uint32_t *starts = (const uint32_t *)(m + p->starts);
    double *h = (double *)(m + p->hessian);
    const uint64_t line = p->singles + (uint64_t)p->windows * p->width, stride = p->stride / 8;
    dense(values, h, p->samples, p->singles, line, stride, factor);
    /* Those of splines of degree one to three and five, written out. */
    switch (p->width) {
        case 2: outer(values, starts, h, p->samples, p->singles, p->windows, 2, line, stride, factor); break;
        case 4: outer(values, starts, h, p->samples, p->singles, p->windows, 4, line, stride, factor); break;
        case 6: outer(values, starts, h, p->samples, p->singles, p->windows, 6, line, stride, factor); break;
        default: outer(values, starts, h, p->samples, p->singles, p->windows, p->width, line, stride, factor);
    }
}
