// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a command, or a tool of the MCP server, has no answer, and what to do about it. */
public final class Trouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final @Nullable String hint;

  /** What went wrong, for a program that has to decide what to do next. */
  public enum Code {
    USAGE(2),
    DATABASE(3),
    NOT_FOUND(4),
    AMBIGUOUS(5),
    REFUSED(6),
    TIMEOUT(7),
    BUG(70);

    private final int exit;

    Code(int exit) {
      this.exit = exit;
    }

    /** The exit code of a command. */
    public int exit() {
      return exit;
    }

    /** As JSON has it: {@code not_found}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Trouble(Code code, String message, @Nullable String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  Trouble(Code code, String message, @Nullable String hint, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = hint;
  }

  public Code code() {
    return code;
  }

  /** What to do, or to write instead; null where the message says it. */
  public @Nullable String hint() {
    return hint;
  }

  /** The message with the hint behind it. */
  public String whole() {
    return hint == null ? String.valueOf(getMessage()) : getMessage() + ". " + hint;
  }
}
