// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * What an erasure removed.
 *
 * @param traces rows of {@code agent_traces}
 * @param spans rows of {@code agent_spans}
 * @param contents rows of {@code agent_contents} that nothing else names
 * @param scores rows of {@code agent_scores}
 * @param quarantined rows of {@code agent_quarantine}
 * @param openSpans rows of {@code agent_open_spans}
 * @param complete whether it came to its end; if not, the next maintenance goes on with it
 */
public record ErasureReport(
    long traces,
    long spans,
    long contents,
    long scores,
    long quarantined,
    long openSpans,
    boolean complete) {
  /** Nothing removed, and nothing to do. */
  public static final ErasureReport NONE = new ErasureReport(0, 0, 0, 0, 0, 0, true);

  /** Both together; complete where both are. */
  public ErasureReport plus(ErasureReport other) {
    return new ErasureReport(
        traces + other.traces,
        spans + other.spans,
        contents + other.contents,
        scores + other.scores,
        quarantined + other.quarantined,
        openSpans + other.openSpans,
        complete && other.complete);
  }

  ErasureReport plusContents(long more) {
    return new ErasureReport(
        traces, spans, contents + more, scores, quarantined, openSpans, complete);
  }

  ErasureReport broken() {
    return new ErasureReport(traces, spans, contents, scores, quarantined, openSpans, false);
  }

  @Override
  public String toString() {
    return "%d traces, %d spans, %d contents, %d scores, %d quarantined and %d open spans%s"
        .formatted(
            traces,
            spans,
            contents,
            scores,
            quarantined,
            openSpans,
            complete ? "" : "; not complete, the next maintenance goes on with it");
  }
}
