/**
 * The longest increasing subsequence, by patience sorting in O(n log n).
 *
 * Elements of a list that already stand in increasing order need not be moved; moving all others
 * is the least number of moves.
 */

/**
 * Marks the members of one longest strictly increasing subsequence of `values`; negative values
 * never belong to it.
 */
export function longestIncreasing(values: Int32Array): Uint8Array {
  const length = values.length;
  const marks = new Uint8Array(length);
  const previous = new Int32Array(length);
  // tails[k] is the position of the smallest value that ends a subsequence of length k + 1.
  const tails = new Int32Array(length);
  let size = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    if (value < 0) continue;
    let low = 0;
    let high = size;
    if (size > 0 && values[tails[size - 1]!]! < value) low = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[tails[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    previous[i] = low > 0 ? tails[low - 1]! : -1;
    tails[low] = i;
    if (low === size) size++;
  }
  for (let at = size > 0 ? tails[size - 1]! : -1; at >= 0; at = previous[at]!) marks[at] = 1;
  return marks;
}
