// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.messages.LogMessage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which log records describe a step of an agent. The name of the event is a field of its own in
 * newer versions of OpenTelemetry, and an attribute in what was written before.
 */
final class LogEvents {
  private static final AttributeKey<String> EVENT_NAME = AttributeKey.stringKey("event.name");

  private static final String EVALUATION = "gen_ai.evaluation.result";

  /** They consist of what people, models and tools said. */
  private static final Set<String> CONTENT =
      Set.of(
          "gen_ai.system.message",
          "gen_ai.user.message",
          "gen_ai.assistant.message",
          "gen_ai.tool.message",
          "gen_ai.choice",
          "gen_ai.client.inference.operation.details");

  private static final Set<String> FACTS =
      Set.of(EVALUATION, "gen_ai.client.operation.exception", "gen_ai.guardrail.result");

  // What the OpenTelemetry that runs has; the oldest that we run with has none of it.
  private static final boolean RECORDS_HAVE_ATTRIBUTES =
      has(ReadWriteLogRecord.class, "getAttribute");
  private static final boolean RECORDS_HAVE_NAMES = has(ReadWriteLogRecord.class, "getEventName");
  private static final boolean DATA_HAS_NAMES = has(LogRecordData.class, "getEventName");
  private static final boolean DATA_HAS_VALUES = has(LogRecordData.class, "getBodyValue");

  private final boolean content;

  /**
   * @param content whether what people and tools said is kept
   */
  LogEvents(boolean content) {
    this.content = content;
  }

  /** Null for records of no interest: most of an application's log. */
  @Nullable LogMessage read(ReadWriteLogRecord record) {
    String name = name(record);
    if (name == null || !(FACTS.contains(name) || (content && CONTENT.contains(name)))) {
      return null;
    }
    LogRecordData data = record.toLogRecordData();
    return new LogMessage(name, data.getAttributes(), body(data), epochNanos(data));
  }

  /**
   * Those of the records that judge a step: they say something even where the step is not stored.
   */
  static List<LogMessage> judgements(List<LogMessage> messages) {
    return messages.stream().filter(message -> message.eventName().equals(EVALUATION)).toList();
  }

  private static @Nullable String name(ReadWriteLogRecord record) {
    if (RECORDS_HAVE_NAMES && RECORDS_HAVE_ATTRIBUTES) {
      String name = record.getEventName();
      return name == null || name.isEmpty() ? record.getAttribute(EVENT_NAME) : name;
    }
    LogRecordData data = record.toLogRecordData();
    String name = DATA_HAS_NAMES ? data.getEventName() : null;
    return name == null || name.isEmpty() ? data.getAttributes().get(EVENT_NAME) : name;
  }

  @SuppressWarnings("deprecation") // the only one that older versions have
  private static @Nullable Object body(LogRecordData data) {
    return DATA_HAS_VALUES ? data.getBodyValue() : data.getBody().asString();
  }

  private static long epochNanos(LogRecordData data) {
    long happened = data.getTimestampEpochNanos();
    return happened == 0 ? data.getObservedTimestampEpochNanos() : happened;
  }

  private static boolean has(Class<?> type, String method) {
    return Arrays.stream(type.getMethods()).anyMatch(declared -> declared.getName().equals(method));
  }
}
