// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests and constructors a {@link Chromium}, one for all tests of a run; with
 * {@code @ExtendWith(WithChromium.class)}.
 */
final class WithChromium implements ParameterResolver {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(WithChromium.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Chromium.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
        .getStore(SPACE)
        .getOrComputeIfAbsent(Held.class, key -> new Held(Chromium.open()), Held.class)
        .chromium();
  }

  /** JUnit closes it after the last test. */
  private record Held(Chromium chromium) implements AutoCloseable {
    @Override
    public void close() {
      chromium.close();
    }
  }
}
