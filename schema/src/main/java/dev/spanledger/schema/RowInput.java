// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link RowOutput} has written. Every method throws an {@link IllegalArgumentException}
 * for bytes that mean nothing, and allocates no more than a small multiple of them. Not
 * thread-safe.
 */
final class RowInput {
  static final int TEXT = 1;
  static final int LONG = 2;
  static final int TRUE = 3;
  static final int FALSE = 4;
  static final int DOUBLE = 5;
  static final int INSTANT = 6;
  static final int DECIMAL = 7;
  static final int UUID = 8;
  static final int LIST = 9;

  private final byte[] bytes;
  private int position;

  RowInput(byte[] bytes, int from) {
    this.bytes = bytes;
    this.position = from;
  }

  Object value() {
    int type = octet();
    return type == LIST ? list() : simple(type);
  }

  String text() {
    int length = length();
    String text = new String(bytes, position, length, UTF_8);
    position += length;
    return text;
  }

  /** How many of something follow: each takes an octet at least. */
  int count() {
    return length();
  }

  long number() {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int octet = octet();
      number |= (octet & 0x7FL) << shift;
      if (octet < 0x80) {
        return number;
      }
    }
    throw broken();
  }

  int fourOctets() {
    int number = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      number = (number << 8) | octet();
    }
    return number;
  }

  int octet() {
    if (position >= bytes.length) {
      throw broken();
    }
    return bytes[position++] & 0xFF;
  }

  /** Whether all has been read. */
  boolean isAtEnd() {
    return position == bytes.length;
  }

  private Object simple(int type) {
    return switch (type) {
      case TEXT -> text();
      case LONG -> signed();
      case TRUE -> true;
      case FALSE -> false;
      case DOUBLE -> Double.longBitsToDouble(eightOctets());
      case INSTANT -> instant();
      case DECIMAL -> decimal();
      case UUID -> new java.util.UUID(eightOctets(), eightOctets());
      default -> throw broken();
    };
  }

  /** Lists of lists there are none. */
  private List<Object> list() {
    int count = count();
    List<Object> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(simple(octet()));
    }
    return List.copyOf(list);
  }

  private Instant instant() {
    try {
      return Instant.ofEpochSecond(signed(), number());
    } catch (DateTimeException | ArithmeticException e) {
      throw broken();
    }
  }

  private BigDecimal decimal() {
    int scale = (int) signed();
    int length = length();
    if (length == 0) {
      throw broken();
    }
    BigInteger unscaled = new BigInteger(bytes, position, length);
    position += length;
    return new BigDecimal(unscaled, scale);
  }

  private long signed() {
    long number = number();
    return (number >>> 1) ^ -(number & 1);
  }

  private long eightOctets() {
    return (long) fourOctets() << 32 | (fourOctets() & 0xFFFF_FFFFL);
  }

  private int length() {
    long length = number();
    if (length < 0 || length > bytes.length - position) {
      throw broken();
    }
    return (int) length;
  }

  private static IllegalArgumentException broken() {
    return new IllegalArgumentException("the bytes are no row");
  }
}
