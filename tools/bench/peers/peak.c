/*
 * Peak single-core throughput in float32, and memory bandwidth, of an x86 processor, as one line of JSON.
 *
 *   gcc -O3 -march=native -ffp-contract=off -o peak peak.c
 *
 * What the processor does not have is null.
 */
#define _GNU_SOURCE
#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 20000000L
#define REPEATS 4

/* Where results go that only keep the work from being left out. */
static volatile float sink;

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* Tells the compiler that a vector may have changed, so that it neither merges nor hoists operations. */
#define KEEP(vector) __asm__ volatile("" : "+x"(vector))

/* Twelve independent accumulators hide a latency of 4 cycles at two or three operations per cycle. */
#define TWELVE(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11)
#define DECLARE(i) a##i = SET(i * 0.1f),
#define ADD_UP(i) total = ADD(total, a##i);

/*
 * Defines a function that updates twelve accumulators ROUNDS times and returns 10^9 operations per second. UPDATE(i) is
 * one product and one sum; x and w are constant operands.
 */
#define DEFINE_PEAK(NAME, VECTOR, LANES, UPDATE)                                 \
    static double NAME(void) {                                                  \
        VECTOR TWELVE(DECLARE) x = SET(0.999f), w = SET(0.001f), total = x;     \
        double begin = seconds();                                               \
        for (long n = 0; n < ROUNDS; n++) { TWELVE(UPDATE) }                    \
        double took = seconds() - begin;                                        \
        TWELVE(ADD_UP)                                                          \
        sink = ((float *)&total)[0];                                            \
        return 12.0 * ROUNDS * (LANES) * 2 / took / 1e9;                        \
    }

/* acc = acc * x + w, fused. */
#define FUSED(i) a##i = FMA(a##i, x, w); KEEP(a##i);
/* acc += x * w with a rounding in between, the product independent of acc: what 128-bit WebAssembly has. */
#define SEPARATE(i) { __typeof__(x) product = MUL(x, w); KEEP(product); a##i = ADD(a##i, product); KEEP(a##i); }

#define SET _mm_set1_ps
#define ADD _mm_add_ps
#define MUL _mm_mul_ps
#define FMA _mm_fmadd_ps
DEFINE_PEAK(fma128, __m128, 4, FUSED)
DEFINE_PEAK(muladd128, __m128, 4, SEPARATE)
#undef SET
#undef ADD
#undef MUL
#undef FMA

#define SET _mm256_set1_ps
#define ADD _mm256_add_ps
#define MUL _mm256_mul_ps
#define FMA _mm256_fmadd_ps
DEFINE_PEAK(fma256, __m256, 8, FUSED)
DEFINE_PEAK(muladd256, __m256, 8, SEPARATE)
#undef SET
#undef ADD
#undef MUL
#undef FMA

#ifdef __AVX512F__
#define SET _mm512_set1_ps
#define ADD _mm512_add_ps
#define FMA _mm512_fmadd_ps
DEFINE_PEAK(fma512, __m512, 16, FUSED)
#undef SET
#undef ADD
#undef FMA
#endif

/* One double at a time, a product and a sum: what plain JavaScript has. */
static double scalar(void) {
    double a[12] = {0}, x = 0.999, w = 0.001;
    double begin = seconds();
#define SCALAR(i) { double product = x; KEEP(product); product *= w; KEEP(product); a[i] += product; KEEP(a[i]); }
    for (long n = 0; n < ROUNDS; n++) { TWELVE(SCALAR) }
    double took = seconds() - begin;
    for (int i = 0; i < 12; i++) sink = (float)a[i];
    return 12.0 * ROUNDS * 2 / took / 1e9;
}

/*
 * acc += table[i] * factor with the table in the first cache: the inner loop of a forward pass. Eight accumulators of
 * four lanes, 4096 numbers in the table.
 */
#define EIGHT(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define DEFINE_AXPY(NAME, UPDATE)                                                \
    static double NAME(void) {                                                  \
        static float table[4096] __attribute__((aligned(64)));                  \
        static float out[32] __attribute__((aligned(64)));                      \
        for (int i = 0; i < 4096; i++) table[i] = i * 1e-6f;                    \
        const long rounds = 60000;                                              \
        double begin = seconds();                                               \
        for (long n = 0; n < rounds; n++) {                                     \
            const float *p = table;                                             \
            __m128 factor = _mm_set1_ps(1e-3f * (n & 7));                       \
            EIGHT(LOAD)                                                         \
            for (int i = 0; i < 128; i++, p += 32) { EIGHT(UPDATE) }            \
            EIGHT(STORE)                                                        \
        }                                                                       \
        double took = seconds() - begin;                                        \
        sink = out[5];                                                          \
        return (double)rounds * 4096 * 2 / took / 1e9;                          \
    }
#define LOAD(k) __m128 a##k = _mm_load_ps(out + 4 * k);
#define STORE(k) _mm_store_ps(out + 4 * k, a##k);
#define AXPY_FUSED(k) a##k = _mm_fmadd_ps(_mm_load_ps(p + 4 * k), factor, a##k);
#define AXPY_SEPARATE(k)                                                        \
    { __m128 product = _mm_mul_ps(_mm_load_ps(p + 4 * k), factor); KEEP(product); a##k = _mm_add_ps(a##k, product); }
DEFINE_AXPY(axpy_fused, AXPY_FUSED)
DEFINE_AXPY(axpy_separate, AXPY_SEPARATE)

static float *aligned(size_t floats, int byte) {
    float *p = aligned_alloc(64, 4 * floats);
    memset(p, byte, 4 * floats);
    return p;
}

/* Reads a block again and again: 10^9 bytes per second, the best of some. */
static double read_bandwidth(size_t bytes, int passes) {
    size_t n = bytes / 4;
    float *p = aligned(n, 1);
    double best = 0;
    for (int r = 0; r < REPEATS; r++) {
        double begin = seconds();
        for (int k = 0; k < passes; k++) {
            /* Eight accumulators: with fewer, the sums would take longer than the loads. */
#define ZERO(k) a##k = _mm256_setzero_ps(),
#define READ(k) a##k = _mm256_add_ps(a##k, _mm256_load_ps(p + i + 8 * k));
#define JOIN(k) total = _mm256_add_ps(total, a##k);
            __m256 EIGHT(ZERO) total = _mm256_setzero_ps();
            for (size_t i = 0; i < n; i += 64) { EIGHT(READ) }
            EIGHT(JOIN)
            sink = ((float *)&total)[0];
        }
        double speed = (double)bytes * passes / (seconds() - begin) / 1e9;
        if (speed > best) best = speed;
    }
    free(p);
    return best;
}

/* a = b + s c on blocks of so many bytes: 10^9 bytes per second, three blocks moved. */
static double triad_bandwidth(size_t bytes, int passes) {
    size_t n = bytes / 4;
    float *a = aligned(n, 0), *b = aligned(n, 1), *c = aligned(n, 1);
    double best = 0;
    for (int r = 0; r < REPEATS; r++) {
        double begin = seconds();
        for (int k = 0; k < passes; k++) {
            __m256 s = _mm256_set1_ps(0.5f);
            for (size_t i = 0; i < n; i += 8) {
                _mm256_store_ps(a + i, _mm256_fmadd_ps(s, _mm256_load_ps(c + i), _mm256_load_ps(b + i)));
            }
            __asm__ volatile("" ::: "memory");
        }
        double speed = 3.0 * bytes * passes / (seconds() - begin) / 1e9;
        if (speed > best) best = speed;
    }
    sink = a[3];
    free(a);
    free(b);
    free(c);
    return best;
}

/*
 * Adam with its quotient and root: nanoseconds per parameter.
 *
 *     m = b1 m + c1 g,  v = b2 v + c2 g g,  p -= rate m / (sqrt(v) + e)
 */
#define DEFINE_ADAM(NAME, VECTOR, LANES, P)                                      \
    static double NAME(size_t n, int passes) {                                  \
        float *p = aligned(n, 0), *m = aligned(n, 0), *v = aligned(n, 0), *g = aligned(n, 0); \
        for (size_t i = 0; i < n; i++) g[i] = 1e-3f * (i % 7);                  \
        VECTOR b1 = P##set1_ps(.9f), c1 = P##set1_ps(.1f), b2 = P##set1_ps(.999f), c2 = P##set1_ps(.001f); \
        VECTOR rate = P##set1_ps(1e-3f), e = P##set1_ps(1e-8f);                 \
        double best = 1e9;                                                      \
        for (int r = 0; r < REPEATS; r++) {                                     \
            double begin = seconds();                                           \
            for (int k = 0; k < passes; k++) {                                  \
                for (size_t i = 0; i < n; i += (LANES)) {                       \
                    VECTOR G = P##load_ps(g + i), M = P##load_ps(m + i), V = P##load_ps(v + i); \
                    M = MULTIPLY_ADD(P, b1, M, P##mul_ps(c1, G));               \
                    V = MULTIPLY_ADD(P, b2, V, P##mul_ps(c2, P##mul_ps(G, G))); \
                    P##store_ps(m + i, M);                                      \
                    P##store_ps(v + i, V);                                      \
                    VECTOR move = P##div_ps(P##mul_ps(rate, M), P##add_ps(P##sqrt_ps(V), e)); \
                    P##store_ps(p + i, P##sub_ps(P##load_ps(p + i), move));     \
                }                                                               \
            }                                                                   \
            double took = (seconds() - begin) / passes / n * 1e9;               \
            if (took < best) best = took;                                       \
        }                                                                       \
        sink = p[3];                                                            \
        free(p);                                                                \
        free(m);                                                                \
        free(v);                                                                \
        free(g);                                                                \
        return best;                                                            \
    }
#define MULTIPLY_ADD(P, a, b, c) P##add_ps(P##mul_ps(a, b), c)
DEFINE_ADAM(adam128, __m128, 4, _mm_)
#undef MULTIPLY_ADD
#ifdef __AVX512F__
#define MULTIPLY_ADD(P, a, b, c) P##fmadd_ps(a, b, c)
DEFINE_ADAM(adam512, __m512, 16, _mm512_)
#endif

static double best_of_three(double (*measure)(void)) {
    double best = 0;
    for (int r = 0; r < 3; r++) {
        double speed = measure();
        if (speed > best) best = speed;
    }
    return best;
}

#define SMALL 16384
#define LARGE 457344

int main(void) {
#ifdef __AVX512F__
    printf("{\"fma512_gflops\":%.1f", best_of_three(fma512));
    printf(",\"adam512_small_ns\":%.3f,\"adam512_457k_ns\":%.3f", adam512(SMALL, 500), adam512(LARGE, 20));
#else
    printf("{\"fma512_gflops\":null,\"adam512_small_ns\":null,\"adam512_457k_ns\":null");
#endif
    printf(",\"fma256_gflops\":%.1f,\"fma128_gflops\":%.1f", best_of_three(fma256), best_of_three(fma128));
    printf(",\"muladd256_gflops\":%.1f,\"muladd128_gflops\":%.1f", best_of_three(muladd256), best_of_three(muladd128));
    printf(",\"scalar_f64_muladd_gflops\":%.2f", best_of_three(scalar));
    printf(",\"axpy128_L1_muladd_gflops\":%.1f", best_of_three(axpy_separate));
    printf(",\"axpy128_L1_fma_gflops\":%.1f", best_of_three(axpy_fused));
    printf(",\"read_L1_GBs\":%.0f", read_bandwidth(32 << 10, 40000));
    printf(",\"read_L2_GBs\":%.0f", read_bandwidth(512 << 10, 2000));
    printf(",\"read_L3_GBs\":%.0f", read_bandwidth(8 << 20, 100));
    printf(",\"read_DRAM_GBs\":%.1f", read_bandwidth(512 << 20, 2));
    printf(",\"triad_L2_GBs\":%.0f", triad_bandwidth(256 << 10, 2000));
    printf(",\"triad_DRAM_GBs\":%.1f", triad_bandwidth(256 << 20, 2));
    printf(",\"adam128_small_ns\":%.3f,\"adam128_457k_ns\":%.3f}\n", adam128(SMALL, 500), adam128(LARGE, 20));
}
