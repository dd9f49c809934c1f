// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import org.jspecify.annotations.Nullable;

/** The kill switch, asked for anew each time; the property outranks the environment variable. */
final class TracingSwitch {

  private static final String PROPERTY = "spanledger.langchain4j.enabled";
  private static final String VARIABLE = "SPANLEDGER_LANGCHAIN4J_ENABLED";

  private TracingSwitch() {}

  static boolean isOn() {
    return isOn(System.getProperty(PROPERTY), System.getenv(VARIABLE));
  }

  static boolean isOn(@Nullable String property, @Nullable String variable) {
    return !"false".equalsIgnoreCase(property == null ? variable : property);
  }
}
