/*
 * Linear algebra of second-order steps, as JavaScript writes what is to be done into the memory that it is about: 32-bit numbers in this order. Addresses are in bytes from
 * the beginning of that memory, numbers are doubles.
 */
#pragma once
#include <stdint.h>

/* Behind the contractions of job.h. */
enum { PRODUCTS = 3, FACTOR, INVERSE };

/* Numbers of a window, and columns of an inverse, at most. */
#define MOST_WIDTH 64

/*
 * H += factor J'J from the rows of a Jacobian:
 *
 *     values   [sample][singles + windows * width]   what every row has, then windows, padded with zeros to one width
 *     starts   [sample][windows]                     32-bit integers: unknown that a window begins with, ascending; singles are the first unknowns
 *     hessian  [rows][stride bytes]                  its lower triangle; beside the diagonal whole vectors are written
 *     factor   one double
 */
typedef struct {
    uint32_t what;
    uint32_t values, starts, hessian, factor;
    uint32_t samples, singles, windows, width;
    uint32_t rows, stride;
    /* Windows part, part + parts, ... and their rows of H; singles among themselves belong to part 0. */
    uint32_t part, parts;
} Products;

/*
 * Rows `from` to `to` of A = L L', in place, where those before are done. Both are multiples of four.
 *
 *     matrix   [to][stride bytes]   the lower triangle
 *     status   32-bit integer       becomes 1, or 0 where a pivot is not positive
 */
typedef struct {
    uint32_t what;
    uint32_t matrix, status;
    uint32_t from, to, stride;
} Factor;

/*
 * The block of A^-1 = L^-T L^-1 of unknowns `from` to `to`, MOST_WIDTH at most.
 *
 *     matrix   [n][stride bytes]                    L
 *     columns  [n - from][to - from, rounded up to eights]   becomes these columns of L^-1
 *     block    [to - from][to - from, rounded up to eights]  becomes the block
 */
typedef struct {
    uint32_t what;
    uint32_t matrix, columns, block;
    uint32_t from, to, n, stride;
} Inverse;

/* Like `why_refused` of job.h, which asks it where a job is one of these. */
const char *why_algebra_refused(const char *memory, uint64_t bytes, uint64_t at);
