/** What engines add to the diagonal of H, which they scale to ones before, where they invert it (`State.inverseBlocks`): what nothing determines stays bounded by it. */
export const INVERSE_RIDGE = 1e-9;

/** What a number with the constraint `positive` is at least: far below any scale that features resolve, far above underflow. */
export const LEAST_POSITIVE = 1e-6;
