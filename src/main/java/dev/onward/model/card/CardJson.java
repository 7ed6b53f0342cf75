package dev.onward.model.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.onward.runtime.ModelException;
import dev.onward.table.DataType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.annotation.EnumNaming;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes a card's JSON. Absent entries and nulls are read as empty, and empty entries are not written. */
final class CardJson {

    /** Writes the same bytes on every JDK: properties in the order of the records, shortest decimals, ASCII only. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Loading the classes of the fast parsers takes longer than reading a card's few numbers without
                    // them.
                    .disable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .disable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_EMPTY))
            .withConfigOverride(String.class, CardJson::absentIsEmpty)
            .withConfigOverride(List.class, CardJson::absentIsEmpty)
            .withConfigOverride(Map.class, CardJson::absentIsEmpty)
            .withConfigOverride(
                    Expected.class, override -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.FAIL)))
            .addMixIn(Task.class, LowerCase.class)
            .addMixIn(DataType.class, LowerCase.class)
            .addMixIn(Basis.class, SnakeCase.class)
            .addMixIn(ColumnCard.class, NonDefault.class)
            .addMixIn(DataSource.class, NonDefault.class)
            .addMixIn(FeatureReference.class, NonDefault.class)
            .addModule(ReferenceJson.module())
            .build();

    private CardJson() {}

    static ModelCard read(byte[] json, String origin) {
        try {
            @Nullable ModelCard card = MAPPER.readValue(json, ModelCard.class);
            if (card == null) {
                throw new ModelException(origin + ": expected an object, got null");
            }
            return card;
        } catch (JacksonException e) {
            throw new ModelException(origin + CardErrors.where(e) + ": " + CardErrors.explain(e), e);
        } catch (IllegalArgumentException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        }
    }

    static String write(ModelCard card) {
        return MAPPER.writeValueAsString(card);
    }

    static String writePretty(ModelCard card) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        Separators separators = Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER);
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(separators).withObjectIndenter(lines).withArrayIndenter(lines);
        return MAPPER.writer()
                        .with(printer)
                        .without(JsonWriteFeature.ESCAPE_NON_ASCII)
                        .writeValueAsString(card)
                + "\n";
    }

    private static void absentIsEmpty(MutableConfigOverride override) {
        override.setNullHandling(JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL));
    }

    @EnumNaming(EnumNamingStrategies.LowerCaseStrategy.class)
    private interface LowerCase {}

    @EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
    private interface SnakeCase {}

    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    private interface NonDefault {}
}
