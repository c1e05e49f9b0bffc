/**
 * Makes a change that must happen once fit for an edit that runs several times: again when a file changed underneath, and
 * later when another program may have thrown the change away. It remembers what it was made on and what came of it:
 *
 * - what came of it stands: nothing to do;
 * - what it was made on is back: the same comes of it again, it is not counted anew;
 * - something else stands there: left alone if that knows of the change, else the change is made on it.
 *
 * @param knows whether a state that is neither has the change in it already
 */
export function repeatable<T>(
  change: (state: T) => T,
  same: (left: T, right: T) => boolean,
  knows: (state: T) => boolean,
): (state: T) => T {
  const made: { readonly before: T; readonly after: T }[] = [];
  return (state) => {
    if (made.some(({ after }) => same(after, state))) return state;
    const earlier = made.find(({ before }) => same(before, state));
    if (earlier !== undefined) return earlier.after;
    if (made.length > 0 && knows(state)) return state;
    const after = change(state);
    made.push({ before: state, after });
    return after;
  };
}
