// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Writes values of columns as bytes; {@link RowInput} reads them. Not thread-safe. */
final class RowOutput {
  private byte[] bytes = new byte[1024];
  private int length;

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  void value(Object value) {
    if (value instanceof String text) {
      octet(RowInput.TEXT);
      text(text);
    } else if (value instanceof Long number) {
      octet(RowInput.LONG);
      signed(number);
    } else if (value instanceof Boolean truth) {
      octet(truth ? RowInput.TRUE : RowInput.FALSE);
    } else if (value instanceof Double number) {
      octet(RowInput.DOUBLE);
      eightOctets(Double.doubleToRawLongBits(number));
    } else if (value instanceof Instant time) {
      octet(RowInput.INSTANT);
      signed(time.getEpochSecond());
      number(time.getNano());
    } else if (value instanceof BigDecimal number) {
      octet(RowInput.DECIMAL);
      signed(number.scale());
      octets(number.unscaledValue().toByteArray());
    } else if (value instanceof UUID id) {
      octet(RowInput.UUID);
      eightOctets(id.getMostSignificantBits());
      eightOctets(id.getLeastSignificantBits());
    } else if (value instanceof List<?> list) {
      octet(RowInput.LIST);
      number(list.size());
      list.forEach(this::value);
    } else {
      throw new IllegalArgumentException("no column holds a " + value.getClass().getName());
    }
  }

  void text(String text) {
    octets(text.getBytes(UTF_8));
  }

  /** A number that is not negative: seven bits an octet, the lowest first. */
  void number(long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      octet((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    octet((int) rest);
  }

  void fourOctets(int number) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      octet(number >>> shift);
    }
  }

  void octet(int octet) {
    reserve(1);
    bytes[length++] = (byte) octet;
  }

  /** Small numbers are short, whatever their sign. */
  private void signed(long number) {
    number((number << 1) ^ (number >> 63));
  }

  private void octets(byte[] octets) {
    number(octets.length);
    reserve(octets.length);
    System.arraycopy(octets, 0, bytes, length, octets.length);
    length += octets.length;
  }

  private void eightOctets(long number) {
    fourOctets((int) (number >>> 32));
    fourOctets((int) number);
  }

  private void reserve(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
