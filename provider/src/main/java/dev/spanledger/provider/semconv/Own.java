// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

/**
 * Spanledger's own attributes: for what OpenTelemetry has no name, and to overrule any convention.
 * They win.
 */
final class Own {
  static final String SPAN_KIND = "spanledger.span.kind";
  static final String INPUT = "spanledger.input";
  static final String OUTPUT = "spanledger.output";
  static final String SESSION_ID = "spanledger.session.id";
  static final String USER_ID = "spanledger.user.id";
  static final String TENANT_ID = "spanledger.tenant.id";
  static final String RUN_ID = "spanledger.run.id";
  static final String RETRY_COUNT = "spanledger.retry.count";
  static final String PROJECT = "spanledger.project";
  static final String BUILD = "spanledger.build";
  static final String TAGS = "spanledger.tags";

  private Own() {}
}
