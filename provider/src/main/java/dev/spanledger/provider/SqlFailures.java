// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.batching.FailureClassifier;
import dev.spanledger.batching.FailureKind;
import dev.spanledger.schema.FailureSummary;
import dev.spanledger.schema.SqlFailure;

/** Tells the batcher what a failure of the database means, and what may be said of it. */
final class SqlFailures implements FailureClassifier {
  @Override
  public FailureKind classify(Throwable failure) {
    return switch (SqlFailure.of(failure)) {
      case TRANSIENT -> FailureKind.TRANSIENT;
      case TIMEOUT -> FailureKind.TIMEOUT;
      case ROW -> FailureKind.ITEM;
      case SETUP -> FailureKind.SETUP;
      case GONE -> FailureKind.GONE;
    };
  }

  @Override
  public String describe(Throwable failure) {
    FailureSummary summary = FailureSummary.of(failure);
    return summary.remedy().isEmpty() ? summary.line() : summary.line() + "\n" + summary.remedy();
  }
}
