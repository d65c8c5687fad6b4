/*
 * Products of the rows of a Jacobian to be summed, H += factor J'J, as JavaScript writes it into the memory that it is about: 32-bit numbers in this order. Addresses are
 * in bytes from the beginning of that memory, numbers are doubles.
 *
 *     values   [sample][singles + windows * width]   what every row has, then windows, padded with zeros to one width
 *     starts   [sample][windows]                     32-bit integers: unknown that a window begins with, ascending; singles are the first unknowns
 *     hessian  [rows][stride bytes]                  its lower triangle; beside the diagonal whole vectors are written
 *     factor   one double
 */
#pragma once
#include <stdint.h>

/* Numbers of a window at most. */
#define MOST_WIDTH 64

typedef struct {
    uint32_t values, starts, hessian, factor;
    uint32_t samples, singles, windows, width;
    uint32_t rows, stride;
} Products;

/* 0 where it stays inside the memory and writes over nothing that says where to; else what is wrong. `at` is where it begins. */
const char *why_products_refused(const char *memory, uint64_t bytes, uint64_t at);
