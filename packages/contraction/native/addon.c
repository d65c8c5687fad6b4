/* What Node loads: `run(memory, job, variant)`, `variants`, `maps`, `features` and `layout`. Nothing is kept between calls, so that workers and memories that grow need no care. */
#include <node_api.h>
#include <stdlib.h>
#include <string.h>
#include "job.h"
#include "algebra.h"
#include "fold.h"
#include "map.h"

typedef void (*Contraction)(char *, const Job *);
typedef void (*Algebra)(char *, const void *);
typedef void (*Folding)(char *, const Fold *);
typedef void (*Mapping)(char *, const Map *);
typedef void (*Featuring)(char *, const Features *);
typedef struct { const char *name; Contraction of[2][3]; Algebra algebra[3]; Folding folding[2][2]; Mapping mapping[2]; Featuring featuring[2]; } Variant;

#define DECLARE(v) \
    void forward_float_##v(char *, const Job *); void to_inputs_float_##v(char *, const Job *); void to_coefficients_float_##v(char *, const Job *); \
    void forward_double_##v(char *, const Job *); void to_inputs_double_##v(char *, const Job *); void to_coefficients_double_##v(char *, const Job *); \
    void products_##v(char *, const void *); void factor_##v(char *, const void *); void inverse_##v(char *, const void *); \
    void fold_float_##v(char *, const Fold *); void unfold_float_##v(char *, const Fold *); void fold_double_##v(char *, const Fold *); void unfold_double_##v(char *, const Fold *); \
    void map_float_##v(char *, const Map *); void map_double_##v(char *, const Map *); \
    void features_float_##v(char *, const Features *); void features_double_##v(char *, const Features *);
#define VARIANT_OF(v) {#v, {{forward_float_##v, to_inputs_float_##v, to_coefficients_float_##v}, {forward_double_##v, to_inputs_double_##v, to_coefficients_double_##v}}, {products_##v, factor_##v, inverse_##v}, {{fold_float_##v, unfold_float_##v}, {fold_double_##v, unfold_double_##v}}, {map_float_##v, map_double_##v}, {features_float_##v, features_double_##v}}

#if defined(__x86_64__)
#include <cpuid.h>
DECLARE(avx512) DECLARE(avx2)
static const Variant variants[] = {VARIANT_OF(avx512), VARIANT_OF(avx2)};

/* The processor is asked here and not by __builtin_cpu_supports, which some compilers link and which then says no to everything. */
static int supports(const char *name) {
    unsigned a, b, c, d, low, high;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_FMA)) return 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || (low & 6) != 6 || !(b & bit_AVX2)) return 0;
    return strcmp(name, "avx2") == 0 || ((low & 0xe6) == 0xe6 && (b & bit_AVX512F) && (b & bit_AVX512VL) && (b & bit_AVX512DQ));
}
#elif defined(__aarch64__)
DECLARE(neon)
static const Variant variants[] = {VARIANT_OF(neon)};
static int supports(const char *name) { (void)name; return 1; }
#else
#error "There are contractions for x86-64 and for arm64 only."
#endif
#define COUNT (sizeof variants / sizeof *variants)
/* Asked once: in virtual machines the question takes microseconds. */
static int supported[COUNT];

/* run(memory: Uint8Array, job: number, variant: number): the whole of a memory, which threads may share */
static napi_value run(napi_env env, napi_callback_info info) {
    napi_value argument[3];
    size_t count = 3, bytes = 0;
    uint32_t at = 0, variant = 0;
    void *memory = 0;
    napi_typedarray_type type;
    napi_get_cb_info(env, info, &count, argument, 0, 0);
    if (count < 3 || napi_get_typedarray_info(env, argument[0], &type, &bytes, &memory, 0, 0) != napi_ok || type != napi_uint8_array || napi_get_value_uint32(env, argument[1], &at) != napi_ok || napi_get_value_uint32(env, argument[2], &variant) != napi_ok || variant >= COUNT || !supported[variant]) {
        napi_throw_type_error(env, 0, "run(memory: Uint8Array, job: number, variant: number) with a variant of this processor");
        return 0;
    }
    const char *why = why_refused(memory, bytes, at);
    if (why) { napi_throw_range_error(env, 0, why); return 0; }
    const Job *job = (const Job *)((char *)memory + at);
    /* Every job says what it is, and, but for linear algebra, how long its numbers are, in its first two numbers. */
    if (job->what == FEATURES) variants[variant].featuring[job->size == 8](memory, (const Features *)job);
    else if (job->what == MAP) variants[variant].mapping[job->size == 8](memory, (const Map *)job);
    else if (job->what >= FOLD) variants[variant].folding[job->size == 8][job->what - FOLD](memory, (const Fold *)job);
    else if (job->what >= PRODUCTS) variants[variant].algebra[job->what - PRODUCTS](memory, job);
    else variants[variant].of[job->size == 8][job->what](memory, job);
    return 0;
}

NAPI_MODULE_INIT() {
    napi_value list, name, function, layout;
    uint32_t n = 0;
    napi_create_array(env, &list);
    /* Numbers of variants that the processor has no instructions for are holes. */
    for (n = 0; n < COUNT; n++) if ((supported[n] = supports(variants[n].name))) { napi_create_string_utf8(env, variants[n].name, NAPI_AUTO_LENGTH, &name); napi_set_element(env, list, n, name); }
    napi_set_named_property(env, exports, "variants", list);
    /* What formulas are called by, in the order of their numbers. */
    napi_create_array(env, &list);
    for (n = 0; n < map_formula_count; n++) { napi_create_string_utf8(env, map_formulas[n].key, NAPI_AUTO_LENGTH, &name); napi_set_element(env, list, n, name); }
    napi_set_named_property(env, exports, "maps", list);
    napi_create_array(env, &list);
    for (n = 0; n < feature_formula_count; n++) { napi_create_string_utf8(env, feature_formulas[n].key, NAPI_AUTO_LENGTH, &name); napi_set_element(env, list, n, name); }
    napi_set_named_property(env, exports, "features", list);
    napi_create_uint32(env, LAYOUT, &layout);
    napi_set_named_property(env, exports, "layout", layout);
    napi_create_function(env, "run", NAPI_AUTO_LENGTH, run, 0, &function);
    napi_set_named_property(env, exports, "run", function);
    return exports;
}
