// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What may stand before an opening parenthesis, and which of the system's own tables may be read.
 * Functions that read files, wait, lock, run SQL from a text, change settings or make texts of any
 * length are not here; nor is what nobody knows.
 */
final class SqlFunctions {
  private static final Set<String> KEYWORDS =
      words(
          """
          select from where and or not in exists any all some as on using join over filter group by
          having limit offset values union except intersect when then else case end between like ilike
          similar escape glob match regexp distinct partition order lateral materialized rows range groups row array is
          window cube rollup sets with recursive explain analyze fetch first next within cast interval
          numeric decimal varchar char character varying timestamp timestamptz time timetz bit float real precision
          system bernoulli tablesample union returning isnull notnull
          """);

  private static final Set<String> COMMON =
      words(
          """
          abs avg ceil ceiling coalesce count cume_dist date degrees dense_rank exp first_value floor
          lag last_value lead length ln log log10 lower ltrim max min mod nth_value ntile nullif octet_length percent_rank
          pi pow power radians rank replace round row_number rtrim sign sqrt string_agg substr substring sum trim trunc upper
          acos asin atan atan2 cos cot sin tan concat concat_ws
          """);

  private static final Set<String> SQLITE =
      words(
          """
          group_concat total hex iif if ifnull instr json json_array json_array_length json_each json_error_position
          json_extract json_group_array json_group_object json_object json_patch json_pretty json_quote json_remove json_replace
          json_set json_insert json_tree json_type json_valid jsonb jsonb_extract jsonb_each jsonb_tree jsonb_group_array jsonb_group_object
          julianday likelihood likely unlikely log2 quote random sqlite_version soundex
          strftime time datetime timediff typeof unicode unixepoch generate_series median percentile percentile_cont percentile_disc
          stddev variance bm25 highlight snippet
          pragma_table_info pragma_table_xinfo pragma_table_list pragma_index_list pragma_index_info pragma_index_xinfo
          pragma_foreign_key_list pragma_compile_options
          """);

  private static final Set<String> POSTGRES =
      words(
          """
          age array_agg array_append array_cat array_length array_lower array_ndims array_position array_positions array_prepend
          array_remove array_to_json array_to_string array_upper ascii bit_and bit_length bit_or bool_and bool_or btrim cardinality
          cbrt char_length character_length chr clock_timestamp corr covar_pop covar_samp current_database current_schema current_schemas
          date_bin date_part date_trunc decode div encode every extract float4 float8 gcd generate_series generate_subscripts
          greatest initcap int int2 int4 int8 integer bigint smallint json_agg json_array json_array_elements json_array_elements_text
          json_array_length json_arrayagg json_build_array json_build_object json_each json_each_text json_exists json_extract_path
          json_extract_path_text json_object json_object_agg json_object_keys json_objectagg json_query json_scalar json_strip_nulls
          json_table json_to_record json_to_recordset json_typeof json_value jsonb_agg jsonb_array_elements jsonb_array_elements_text
          jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_exists jsonb_extract_path
          jsonb_extract_path_text jsonb_object jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_match jsonb_path_query
          jsonb_path_query_array jsonb_path_query_first jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_to_record jsonb_to_recordset
          jsonb_typeof justify_days justify_hours justify_interval lcm least left make_date make_interval make_time make_timestamp
          make_timestamptz md5 mode now num_nonnulls num_nulls overlay overlaps percentile_cont percentile_disc position quote_ident
          quote_literal quote_nullable random regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
          regexp_split_to_array regexp_split_to_table regexp_substr regr_slope regr_intercept regr_r2 regr_count reverse right row_to_json scale
          session_user sha224 sha256 sha384 sha512 split_part starts_with statement_timestamp stddev stddev_pop stddev_samp
          string_to_array string_to_table strpos text timezone to_char to_date to_hex to_json to_jsonb to_number to_timestamp
          transaction_timestamp translate trim_array trim_scale unistr unnest uuid var_pop var_samp variance version width_bucket
          bool boolean grouping starts_with any_value range_agg lower_inc upper_inc hashtext uuid_extract_timestamp
          pg_column_size pg_database_size pg_get_viewdef pg_get_indexdef pg_indexes_size pg_relation_size pg_size_pretty pg_table_size
          pg_total_relation_size pg_typeof pg_input_is_valid
          """);

  /** Names that begin as the system's own do. */
  private static final Set<String> CATALOG =
      words(
          """
          pg_catalog pg_class pg_namespace pg_attribute pg_index pg_indexes pg_inherits pg_partitioned_table pg_stat_user_tables
          pg_stat_user_indexes pg_stats pg_tables pg_type pg_views pg_description pg_stat_all_tables pg_statio_user_tables pg_toast
          """);

  private SqlFunctions() {}

  /** Whether a word without quotes is one of the language's. */
  static boolean isKeyword(String word) {
    return KEYWORDS.contains(word);
  }

  static boolean mayBeCalled(String function, SqlDialect dialect) {
    return COMMON.contains(function)
        || (dialect == SqlDialect.POSTGRESQL ? POSTGRES : SQLITE).contains(function);
  }

  /** Whether a table, view or function of PostgreSQL's own may be named. */
  static boolean mayBeNamed(String name) {
    return !name.startsWith("pg_") || CATALOG.contains(name) || POSTGRES.contains(name);
  }

  private static Set<String> words(String text) {
    return new HashSet<>(List.of(text.trim().split("\\s+")));
  }
}
