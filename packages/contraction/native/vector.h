/* Vectors of the processor, of numbers REAL: what kernels are written in, once for every set of instructions (VARIANT). */
#pragma once
#include <stdint.h>

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
#elif defined(__AVX2__)
#define BYTES 32
#else
#define BYTES 16
#endif
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

/* Roots of all numbers, each rounded as that of one number is. */
#if defined(__AVX512F__) && IS_DOUBLE
INLINE vector root(vector x) { return (vector)_mm512_sqrt_pd((__m512d)x); }
#elif defined(__AVX512F__)
INLINE vector root(vector x) { return (vector)_mm512_sqrt_ps((__m512)x); }
#elif defined(__AVX2__) && IS_DOUBLE
INLINE vector root(vector x) { return (vector)_mm256_sqrt_pd((__m256d)x); }
#elif defined(__AVX2__)
INLINE vector root(vector x) { return (vector)_mm256_sqrt_ps((__m256)x); }
#elif IS_DOUBLE
INLINE vector root(vector x) { return (vector)vsqrtq_f64((float64x2_t)x); }
#else
INLINE vector root(vector x) { return (vector)vsqrtq_f32((float32x4_t)x); }
#endif
