// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One value as PostgreSQL's binary format has it: its length in bytes, and what the type's {@code
 * recv} function reads. Values are storable, as those of a {@link SpanRow} are: nothing is checked.
 */
final class CopyField {
  private static final int NULL = -1;
  private static final int JSONB_VERSION = 1;
  private static final int TEXT_OID = 25;
  private static final int UUID_OID = 2950;
  private static final int UUID_BYTES = 16;

  /** Timestamps count from 2000-01-01. */
  private static final long EPOCH_SECONDS = 946_684_800L;

  private static final int MICROS = 1_000_000;

  /** Of numeric(18,9): three digits to the base of 10,000 before the point, and three behind. */
  private static final int DECIMALS = 9;

  private static final long UNIT = 1_000_000_000L;
  private static final int BASE = 10_000;
  private static final int DIGITS = 6;

  private CopyField() {}

  static void write(CopyBuffer out, ColumnType type, @Nullable Object value) throws SQLException {
    if (value == null) {
      out.putInt(NULL);
      return;
    }
    switch (type) {
      case ID, TEXT, JSON -> out.putText((String) value);
      case JSONB -> jsonb(out, (String) value);
      case TEXT_LIST -> texts(out, (List<?>) value);
      case UUID -> uuid(out, (UUID) value);
      case UUID_LIST -> uuids(out, (List<?>) value);
      case SHORT -> {
        out.putInt(Short.BYTES);
        out.putShort(((Long) value).intValue());
      }
      case INTEGER -> {
        out.putInt(Integer.BYTES);
        out.putInt(((Long) value).intValue());
      }
      case LONG -> eightBytes(out, (Long) value);
      case DOUBLE -> eightBytes(out, Double.doubleToLongBits((Double) value));
      case DECIMAL -> decimal(out, (BigDecimal) value);
      case BOOLEAN -> {
        out.putInt(1);
        out.putByte((Boolean) value ? 1 : 0);
      }
      case INSTANT -> eightBytes(out, micros((Instant) value));
    }
  }

  private static void eightBytes(CopyBuffer out, long value) throws SQLException {
    out.putInt(Long.BYTES);
    out.putLong(value);
  }

  private static void jsonb(CopyBuffer out, String json) throws SQLException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    out.putInt(1 + bytes.length);
    out.putByte(JSONB_VERSION);
    out.putBytes(bytes);
  }

  private static void uuid(CopyBuffer out, UUID id) throws SQLException {
    out.putInt(UUID_BYTES);
    out.putLong(id.getMostSignificantBits());
    out.putLong(id.getLeastSignificantBits());
  }

  private static long micros(Instant time) {
    return (time.getEpochSecond() - EPOCH_SECONDS) * MICROS + time.getNano() / 1_000;
  }

  private static void decimal(CopyBuffer out, BigDecimal value) throws SQLException {
    BigDecimal magnitude = value.abs().setScale(DECIMALS, RoundingMode.HALF_UP);
    long billionths = magnitude.unscaledValue().longValueExact();
    out.putInt((4 + DIGITS) * Short.BYTES);
    out.putShort(DIGITS);
    out.putShort(DIGITS / 2 - 1);
    out.putShort(value.signum() < 0 ? 0x4000 : 0);
    out.putShort(DECIMALS);
    threeDigits(out, billionths / UNIT);
    threeDigits(out, billionths % UNIT * 1_000);
  }

  private static void threeDigits(CopyBuffer out, long number) throws SQLException {
    out.putShort((int) (number / BASE / BASE));
    out.putShort((int) (number / BASE % BASE));
    out.putShort((int) (number % BASE));
  }

  private static void uuids(CopyBuffer out, List<?> ids) throws SQLException {
    out.putInt(headBytes(ids) + ids.size() * (Integer.BYTES + UUID_BYTES));
    arrayHead(out, UUID_OID, ids);
    for (Object id : ids) {
      uuid(out, (UUID) id);
    }
  }

  private static void texts(CopyBuffer out, List<?> texts) throws SQLException {
    byte[][] encoded = new byte[texts.size()][];
    int length = headBytes(texts);
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = ((String) texts.get(i)).getBytes(StandardCharsets.UTF_8);
      length += Integer.BYTES + encoded[i].length;
    }
    out.putInt(length);
    arrayHead(out, TEXT_OID, texts);
    for (byte[] text : encoded) {
      out.putInt(text.length);
      out.putBytes(text);
    }
  }

  /** An empty array has no dimension. */
  private static int headBytes(List<?> elements) {
    return Integer.BYTES * (elements.isEmpty() ? 3 : 5);
  }

  private static void arrayHead(CopyBuffer out, int elementOid, List<?> elements)
      throws SQLException {
    out.putInt(elements.isEmpty() ? 0 : 1);
    out.putInt(0); // no nulls among them
    out.putInt(elementOid);
    if (!elements.isEmpty()) {
      out.putInt(elements.size());
      out.putInt(1); // the index of the first
    }
  }
}
