/*
 * Between what trains and what contractions read, as JavaScript writes what is to be done into the memory that it is about: 32-bit numbers in this order.
 * An edge w_b b(x) + w sum_k c_k B_k(x) has the effective coefficients w_b and w c_k.
 *
 *     from, effective, gradient   [entries][rows][width bytes]   whole wide vectors; the first `base` rows of an entry have no weight
 *     weights, weightGradient     [entries][width]
 *
 * FOLD: effective = from, or weights times from. UNFOLD: from the gradients G in the effective coefficients, which lie there, to gradient = G, or weights
 * times G, and weightGradient = sum of G times from; G becomes zero, for the next gradients to be added to.
 */
#pragma once
#include <stdint.h>

/* Behind the linear algebra of algebra.h. */
enum { FOLD = 6, UNFOLD };

typedef struct {
    uint32_t what;
    /* Bytes of a number: 4 or 8. */
    uint32_t size;
    uint32_t from, weights, effective, gradient, weightGradient;
    uint32_t entries, rows, base, width;
} Fold;

/* Like `why_refused` of job.h, which asks it where a job is one of these. */
const char *why_fold_refused(const char *memory, uint64_t bytes, uint64_t at);
