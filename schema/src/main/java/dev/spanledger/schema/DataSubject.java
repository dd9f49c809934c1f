// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * Whose traces are meant: those of a user, of a session, or one trace. A trace is meant as a whole
 * if one of its spans is.
 *
 * @param kind what the id is of
 * @param id as it is in {@code user_id}, {@code session_id} or {@code trace_id}, exactly; not blank
 */
public record DataSubject(Kind kind, String id) {
  /** What an id is of. */
  public enum Kind {
    USER,
    SESSION,
    TRACE;

    /** The column that has the id. */
    String column() {
      return stored() + "_id";
    }

    String stored() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * As a row has it: an id that was cut or repaired when it was written is found by what it was.
   *
   * @throws IllegalArgumentException for a blank id
   */
  public DataSubject {
    Objects.requireNonNull(kind, "kind");
    if (id.isBlank()) {
      throw new IllegalArgumentException("the " + kind.stored() + "'s id is blank");
    }
    id = Storable.id(id);
  }

  public static DataSubject user(String id) {
    return new DataSubject(Kind.USER, id);
  }

  public static DataSubject session(String id) {
    return new DataSubject(Kind.SESSION, id);
  }

  public static DataSubject trace(String id) {
    return new DataSubject(Kind.TRACE, id);
  }

  /** What is remembered of an id that must not be stored. */
  String hash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Without the id: it may end up in a log. */
  @Override
  public String toString() {
    return kind.stored() + " " + hash().substring(0, 8);
  }
}
