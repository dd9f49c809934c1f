// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * Rows in the form of {@code COPY … WITH (FORMAT BINARY)}, sent as they are encoded. Does no more
 * than it must: this is what our writer is compared with.
 */
final class CopyEncoder {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final long EPOCH_SECONDS = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
  private static final int TEXT_OID = 25;
  private static final int CHUNK = 1 << 16;
  private static final BigInteger GROUP = BigInteger.valueOf(10_000);

  private final List<PostgresColumn> columns;
  private final CopyIn copy;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);

  CopyEncoder(List<PostgresColumn> columns, CopyIn copy) {
    this.columns = columns;
    this.copy = copy;
  }

  void write(List<@Nullable Object[]> rows) throws SQLException {
    put(HEADER);
    for (@Nullable Object[] row : rows) {
      room(2).putShort((short) row.length);
      for (int i = 0; i < row.length; i++) {
        put(row[i], columns.get(i).type());
      }
    }
    room(2).putShort((short) -1);
    flush();
  }

  private void put(@Nullable Object value, String type) throws SQLException {
    if (value == null) {
      room(4).putInt(-1);
      return;
    }
    switch (type) {
      case "bool" -> room(5).putInt(1).put((byte) ((Boolean) value ? 1 : 0));
      case "int2" -> room(6).putInt(2).putShort(((Long) value).shortValue());
      case "int4" -> room(8).putInt(4).putInt(((Long) value).intValue());
      case "int8" -> room(12).putInt(8).putLong((Long) value);
      case "float8" -> room(12).putInt(8).putDouble((Double) value);
      case "timestamptz" -> room(12).putInt(8).putLong(micros((Instant) value));
      case "jsonb" -> jsonb((String) value);
      case "_text" -> texts((List<?>) value);
      case "numeric" -> numeric((BigDecimal) value);
      case "text", "json" -> text((String) value);
      default -> throw new IllegalArgumentException("no encoding of " + type);
    }
  }

  private static long micros(Instant time) {
    return (time.getEpochSecond() - EPOCH_SECONDS) * 1_000_000 + time.getNano() / 1_000;
  }

  private void text(String text) throws SQLException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    room(4).putInt(bytes.length);
    put(bytes);
  }

  private void jsonb(String json) throws SQLException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    room(5).putInt(bytes.length + 1).put((byte) 1);
    put(bytes);
  }

  private void texts(List<?> texts) throws SQLException {
    List<byte[]> elements = new ArrayList<>();
    int length = 20;
    for (Object text : texts) {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      elements.add(bytes);
      length += 4 + bytes.length;
    }
    room(24).putInt(length).putInt(1).putInt(0).putInt(TEXT_OID).putInt(texts.size()).putInt(1);
    for (byte[] element : elements) {
      room(4).putInt(element.length);
      put(element);
    }
  }

  /** Groups of four decimal digits, the first of weight 10000^weight. */
  private void numeric(BigDecimal value) throws SQLException {
    int scale = Math.max(0, value.scale());
    int padded = (scale + 3) / 4 * 4;
    BigInteger rest = value.abs().setScale(padded).unscaledValue();
    List<Short> groups = new ArrayList<>();
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(GROUP);
      groups.add(0, parts[1].shortValue());
      rest = parts[0];
    }
    int weight = groups.size() - padded / 4 - 1;
    while (!groups.isEmpty() && groups.get(groups.size() - 1) == 0) {
      groups.remove(groups.size() - 1);
    }
    room(12).putInt(8 + 2 * groups.size()).putShort((short) groups.size());
    buffer.putShort((short) (groups.isEmpty() ? 0 : weight));
    buffer.putShort((short) (value.signum() < 0 ? 0x4000 : 0)).putShort((short) scale);
    for (short group : groups) {
      room(2).putShort(group);
    }
  }

  private ByteBuffer room(int bytes) throws SQLException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void put(byte[] bytes) throws SQLException {
    if (bytes.length > buffer.remaining()) {
      flush();
    }
    if (bytes.length > buffer.remaining()) {
      copy.writeToCopy(bytes, 0, bytes.length);
    } else {
      buffer.put(bytes);
    }
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
