/* Whether a job stays inside its memory. It is asked before every job: what it costs is small beside the products of even a narrow layer. */
#include "job.h"
#include "algebra.h"
#include "fold.h"
#include "map.h"
#include "formulas.h"

typedef struct { uint64_t from, to; } Range;

static int meet(Range a, Range b) { return a.from < b.to && b.from < a.to; }

static int fits(Range r, uint64_t bytes) { return r.to >= r.from && r.to <= bytes; }

static Range of(uint64_t from, uint64_t length) { return (Range){from, from + length}; }

/* Nothing; and what reaches from the first to the last of some stretches, to which another is added where it is in the memory. */
#define NONE (Range){UINT64_MAX, 0}
static int cover(Range *all, Range one, uint64_t bytes) {
    if (!fits(one, bytes)) return 0;
    if (one.from == one.to) return 1;
    if (one.from < all->from) all->from = one.from;
    if (one.to > all->to) all->to = one.to;
    return 1;
}

/* Factors are 32 bits each, so that products of two are exact; a third one is small. */
#define MOST 0x100000u

const char *why_refused(const char *m, uint64_t bytes, uint64_t at) {
    if (at % 8 != 0 || at + sizeof(uint32_t) > bytes) return "the job is not in the memory";
    const uint32_t what = *(const uint32_t *)(m + at);
    if (what >= PRODUCTS && what <= INVERSE) return why_algebra_refused(m, bytes, at);
    if (what == FOLD || what == UNFOLD) return why_fold_refused(m, bytes, at);
    if (what == MAP || what == FEATURES) return why_map_refused(m, bytes, at);
    if (at + sizeof(Job) > bytes) return "the job is not in the memory";
    const Job *j = (const Job *)(m + at);
    if (j->tiles == 0 || j->tiles > MOST || at + sizeof(Job) + (uint64_t)j->tiles * sizeof(Tile) > bytes) return "the tiles are not in the memory";
    if (j->what > TO_COEFFICIENTS) return "there is no such job";
    if (j->size != 4 && j->size != 8) return "numbers have 4 or 8 bytes";
    if (j->samples == 0 || j->samples > BLOCK) return "a block has 1 to 64 samples";
    if (j->fixed > MOST || j->window > MOST || j->cells > MOST || j->groups > MOST || j->fixed + j->window == 0) return "there are no features, or too many";
    if ((j->window == 0) != (j->cells == 0)) return "a window needs cells";
    const uint64_t size = j->size, plane = BLOCK * size;
    if ((j->values | j->rows | j->inputs | j->planes | j->stride) % size != 0 || j->starts % 4 != 0) return "an address is not aligned";
    if (j->planes < (j->fixed + (uint64_t)j->window) * plane) return "the planes of an input have no room for its features";
    /* Everything that is read to know where to write. */
    const Range control[2] = {of(at, sizeof(Job) + (uint64_t)j->tiles * sizeof(Tile)), j->window > 0 ? of(j->starts, (uint64_t)j->groups * BLOCK * 4) : of(0, 0)};
    if (!fits(of(j->values, (uint64_t)j->groups * j->planes), bytes)) return "the values are not in the memory";
    if (!fits(control[1], bytes)) return "the starts are not in the memory";
    const Range rows = of(j->rows, (uint64_t)j->samples * j->stride);
    if (!fits(rows, bytes)) return "the rows are not in the memory";
    const Range inputs = of(j->inputs, j->groups * plane);
    if (j->what == TO_INPUTS && !fits(inputs, bytes)) return "the inputs are not in the memory";
    if (j->weighs > (j->what != TO_INPUTS)) return "there is nothing to weigh";
    /* What is written: rows, inputs, or gradients; of a job that weighs also coefficients, or what their gradients are taken apart to. */
    Range written[3] = {j->what == FORWARD ? rows : j->what == TO_INPUTS ? inputs : NONE, NONE, NONE};
    const uint64_t count = j->fixed + (j->window == 0 ? 0 : (uint64_t)j->cells - 1 + j->window);
    for (uint32_t k = 0; k < j->tiles; k++) {
        const Tile *t = &j->tile[k];
        if (t->width == 0 || t->width % WIDE != 0 || t->width > MOST || (t->coefficients | t->gradients | t->masks | t->lane | t->entry) % size != 0 || t->list % 4 != 0) return "a tile is not of whole wide vectors";
        if ((uint64_t)t->lane + t->width > j->stride) return "a tile is wider than the rows";
        if (t->entry < count * t->width) return "the entries of a tile have no room for its rows";
        if (t->step != 0 && t->step != t->entry) return "entries follow each other, or are in one place";
        const uint64_t all = (uint64_t)t->count * t->entry, one = (uint64_t)t->count * t->width, length = t->step == 0 && t->count > 0 ? t->entry : all;
        if (!fits(of(t->list, 4 * (uint64_t)t->count), bytes) || !fits(of(t->coefficients, length), bytes) || !fits(of(t->masks, one), bytes)) return "a tile is not in the memory";
        if (j->what == TO_COEFFICIENTS && !cover(&written[0], of(t->gradients, length), bytes)) return "the gradients are not in the memory";
        if (j->weighs == 0) continue;
        if (j->base > count) return "there are too many rows";
        if ((t->from | t->weights | t->gradient | t->weightGradient) % size != 0) return "an address is not aligned";
        if (!fits(of(t->from, all), bytes) || !fits(of(t->weights, one), bytes)) return "the weights are not in the memory";
        if (j->what == FORWARD) cover(&written[1], of(t->coefficients, length), bytes);
        else if (!cover(&written[1], of(t->gradient, all), bytes) || !cover(&written[2], of(t->weightGradient, one), bytes)) return "the gradients are not in the memory";
    }
    for (int w = 0; w < 3; w++) for (int k = 0; k < 2; k++) if (meet(written[w], control[k])) return "what is written lies over what says where to";
    for (uint32_t k = 0; k < j->tiles; k++) {
        const Tile *t = &j->tile[k];
        for (int w = 0; w < 3; w++) if (meet(written[w], of(t->list, 4 * (uint64_t)t->count))) return "what is written lies over what says where to";
        /* Tiles side by side share their list. */
        if (k > 0 && t->list == t[-1].list && t->count == t[-1].count) continue;
        const uint32_t *list = (const uint32_t *)(m + t->list);
        for (uint32_t e = 0; e < t->count; e++) {
            if (list[e] >= j->groups) return "a list names an input that is not there";
        }
    }
    return 0;
}

static const char *check_products(const char *m, uint64_t bytes, Range job, const Products *p) {
    if (p->samples == 0 || p->samples > MOST) return "there are no samples, or too many";
    if (p->parts == 0 || p->parts > MOST || p->part >= p->parts) return "there is no such part";
    if (p->singles % 4 != 0 || p->width % 2 != 0 || p->width > MOST_WIDTH || (p->width == 0) != (p->windows == 0)) return "rows are not of whole vectors";
    if (p->singles > MOST || p->windows > MOST || p->rows > MOST || p->stride > 8 * MOST) return "there are too many unknowns";
    if ((p->values | p->hessian | p->factor | p->stride) % 8 != 0 || p->starts % 4 != 0) return "an address is not aligned";
    const Range hessian = of(p->hessian, (uint64_t)p->rows * p->stride), starts = of(p->starts, 4 * (uint64_t)p->samples * p->windows);
    if (!fits(hessian, bytes)) return "the products are not in the memory";
    if (!fits(of(p->values, 8 * (uint64_t)p->samples * (p->singles + (uint64_t)p->windows * p->width)), bytes) || !fits(starts, bytes) || !fits(of(p->factor, 8), bytes)) return "the rows are not in the memory";
    if (meet(hessian, starts) || meet(hessian, job)) return "what is written lies over what says where to";
    if (p->singles > p->rows || 8 * (uint64_t)p->singles > p->stride) return "singles lead out of the products";
    const uint32_t *start = (const uint32_t *)(m + p->starts);
    uint32_t most = 0;
    for (uint64_t k = 0; k < (uint64_t)p->samples * p->windows; k++) most = start[k] > most ? start[k] : most;
    /* The last row that is written, and its last number: windows that are padded may end behind the row. */
    if (p->windows > 0 && ((uint64_t)most + p->width - 1) * p->stride + 8 * ((uint64_t)most + p->width) > (uint64_t)p->rows * p->stride) return "a start leads out of the products";
    return 0;
}

static const char *check_factor(uint64_t bytes, Range job, const Factor *f) {
    if (f->from % 4 != 0 || f->to % 4 != 0 || f->from > f->to || f->to > MOST) return "rows are not in fours";
    if ((f->matrix | f->stride) % 8 != 0 || f->status % 4 != 0) return "an address is not aligned";
    if (8 * (uint64_t)f->to > f->stride) return "the rows of the matrix are shorter than it has columns";
    const Range matrix = of(f->matrix, (uint64_t)f->to * f->stride), status = of(f->status, 4);
    if (!fits(matrix, bytes) || !fits(status, bytes)) return "the matrix is not in the memory";
    return meet(matrix, job) || meet(status, job) || meet(status, matrix) ? "what is written lies over what says where to" : 0;
}

static const char *check_inverse(uint64_t bytes, Range job, const Inverse *v) {
    if (v->n > MOST || v->from >= v->to || v->to > v->n || v->to - v->from > MOST_WIDTH) return "there is no such block";
    if ((v->matrix | v->columns | v->block | v->stride) % 8 != 0) return "an address is not aligned";
    if (8 * (uint64_t)v->n > v->stride) return "the rows of the matrix are shorter than it has columns";
    const uint64_t count = v->to - v->from, width = 8 * ((count + 7) / 8 * 8);
    const Range matrix = of(v->matrix, (uint64_t)v->n * v->stride), columns = of(v->columns, (v->n - v->from) * width), block = of(v->block, count * width);
    if (!fits(matrix, bytes) || !fits(columns, bytes) || !fits(block, bytes)) return "the matrix is not in the memory";
    return meet(columns, job) || meet(block, job) || meet(columns, block) || meet(columns, matrix) ? "what is written lies over what says where to" : 0;
}

const char *why_algebra_refused(const char *m, uint64_t bytes, uint64_t at) {
    const uint32_t what = *(const uint32_t *)(m + at);
    const Range job = of(at, what == PRODUCTS ? sizeof(Products) : what == FACTOR ? sizeof(Factor) : sizeof(Inverse));
    if (!fits(job, bytes)) return "the job is not in the memory";
    return what == PRODUCTS ? check_products(m, bytes, job, (const Products *)(m + at)) : what == FACTOR ? check_factor(bytes, job, (const Factor *)(m + at)) : check_inverse(bytes, job, (const Inverse *)(m + at));
}

const char *why_fold_refused(const char *m, uint64_t bytes, uint64_t at) {
    const Range job = of(at, sizeof(Fold));
    if (!fits(job, bytes)) return "the job is not in the memory";
    const Fold *f = (const Fold *)(m + at);
    if (f->size != 4 && f->size != 8) return "numbers have 4 or 8 bytes";
    if (f->width == 0 || f->width % WIDE != 0 || f->width > MOST) return "rows are not whole wide vectors";
    if (f->entries > MOST || f->rows > MOST || f->base > f->rows) return "there are too many rows";
    if ((f->from | f->weights | f->effective | f->gradient | f->weightGradient) % f->size != 0) return "an address is not aligned";
    const uint64_t one = (uint64_t)f->entries * f->width, all = one * f->rows;
    /* What is read, then what is written: a place that a job does not have is not looked at. */
    const int unfolds = f->what == UNFOLD;
    const Range ranges[5] = {of(f->from, all), of(f->weights, one), of(f->effective, all), of(unfolds ? f->gradient : 0, unfolds ? all : 0), of(unfolds ? f->weightGradient : 0, unfolds ? one : 0)};
    for (int k = 0; k < 5; k++) {
        if (!fits(ranges[k], bytes)) return "the rows are not in the memory";
        if (k > 1 && meet(ranges[k], job)) return "what is written lies over what says where to";
    }
    return 0;
}

#define ROW(k, KEY, ARRAYS, CUTS, CONSTANTS, WRITTEN) {KEY, ARRAYS, CUTS, CONSTANTS, WRITTEN},
const MapFormula map_formulas[] = {MAPS(ROW)};
const uint32_t map_formula_count = sizeof map_formulas / sizeof *map_formulas;

#define FEATURES_ROW(k, KEY, SIZE, PARAMETERS, PLANES, CONSTANTS, STARTS) {KEY, SIZE, PARAMETERS, PLANES, CONSTANTS, STARTS},
const FeatureFormula feature_formulas[] = {FEATURES_4(FEATURES_ROW) FEATURES_8(FEATURES_ROW)};
const uint32_t feature_formula_count = sizeof feature_formulas / sizeof *feature_formulas;

static const char *check_map(uint64_t bytes, Range job, const Map *j) {
    if (j->formula >= map_formula_count) return "there is no such formula";
    if (j->bytes % 16 != 0) return "arrays are not of 16 bytes and more";
    const MapFormula *f = &map_formulas[j->formula];
    if (j->constants % 8 != 0) return "an address is not aligned";
    if (!fits(of(j->constants, 8 * (uint64_t)f->constants), bytes)) return "the constants are not in the memory";
    for (uint32_t k = 0; k < f->arrays; k++) {
        const Range array = of(j->arrays[k], j->bytes);
        if (j->arrays[k] % j->size != 0) return "an address is not aligned";
        if (!fits(array, bytes)) return "an array is not in the memory";
        if (((f->written >> k) & 1) && meet(array, job)) return "what is written lies over what says where to";
    }
    for (uint32_t k = 0; k < f->cuts; k++) {
        if (j->cuts[k] % j->size != 0) return "an address is not aligned";
        if (!fits(of(j->cuts[k], 16), bytes)) return "what is the same for all is not in the memory";
    }
    return 0;
}

static const char *check_features(const char *m, uint64_t bytes, Range job, const Features *j) {
    if (j->formula >= feature_formula_count || feature_formulas[j->formula].size != j->size) return "there is no such formula";
    const FeatureFormula *f = &feature_formulas[j->formula];
    const uint64_t row = BLOCK * j->size, groups = j->groups;
    if (j->bytes % 16 != 0 || j->bytes > row) return "a block has 1 to 64 samples";
    if (j->groups > MOST || j->stride > 8 * MOST || j->count > MOST || j->lastStart > MOST) return "there are too many inputs";
    if ((j->x | j->parameters | j->stride | j->out) % j->size != 0 || j->starts % 4 != 0 || j->list % 4 != 0 || j->constants % 8 != 0) return "an address is not aligned";
    if (j->stride < f->parameters * j->size) return "an input has no room for its parameters";
    const Range list = of(j->list, 4 * (uint64_t)j->count), out = of(j->out, groups * f->planes * row), starts = f->starts ? of(j->starts, groups * BLOCK * 4) : of(0, 0);
    if (!fits(of(j->constants, 8 * (uint64_t)f->constants), bytes)) return "the constants are not in the memory";
    if (!fits(of(j->x, groups * row), bytes) || !fits(of(j->parameters, groups * j->stride), bytes)) return "the inputs are not in the memory";
    if (!fits(list, bytes)) return "the list is not in the memory";
    if (!fits(out, bytes) || !fits(starts, bytes)) return "the features are not in the memory";
    if (meet(out, job) || meet(out, list) || meet(starts, job) || meet(starts, list)) return "what is written lies over what says where to";
    const uint32_t *input = (const uint32_t *)(m + j->list);
    for (uint32_t e = 0; e < j->count; e++) if (input[e] >= j->groups) return "a list names an input that is not there";
    return 0;
}

const char *why_map_refused(const char *m, uint64_t bytes, uint64_t at) {
    const int is_map = *(const uint32_t *)(m + at) == MAP;
    const Range job = of(at, is_map ? sizeof(Map) : sizeof(Features));
    if (!fits(job, bytes)) return "the job is not in the memory";
    const Map *j = (const Map *)(m + at);
    if (j->size != 4 && j->size != 8) return "numbers have 4 or 8 bytes";
    return is_map ? check_map(bytes, job, j) : check_features(m, bytes, job, (const Features *)j);
}
