package dev.onward.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.onward.model.ModelCard.Confusion;
import dev.onward.model.ModelCard.DataSource;
import dev.onward.model.ModelCard.Example;
import dev.onward.model.ModelCard.Expected;
import dev.onward.model.ModelCard.Golden;
import dev.onward.model.ModelCard.Metric;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Observed;
import dev.onward.table.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.annotation.EnumNaming;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;

/** The card's JSON. What is absent reads as empty, and what is empty is not written. */
final class CardJson {

    /** JSON that gives the same bytes on every JDK: own order, own shortest decimals, ASCII only. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
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
            .build();

    private CardJson() {}

    static ModelCard read(byte[] json, String origin) {
        try {
            @Nullable Card card = MAPPER.readValue(json, Card.class);
            if (card == null) {
                throw new ModelException(origin + ": expected an object, got null");
            }
            return card.toModelCard();
        } catch (JacksonException e) {
            throw new ModelException(origin + CardFaults.where(e) + ": " + CardFaults.explain(e), e);
        } catch (IllegalArgumentException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        }
    }

    static String write(ModelCard card) {
        return MAPPER.writeValueAsString(Card.of(card));
    }

    private static void absentIsEmpty(MutableConfigOverride override) {
        override.setNullHandling(JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL));
    }

    @EnumNaming(EnumNamingStrategies.LowerCaseStrategy.class)
    private interface LowerCase {}

    /** The card as it stands in JSON. */
    private record Card(
            String name,
            String title,
            String description,
            String version,
            Optional<Task> task,
            List<Label> labels,
            List<FeatureEntry> features,
            List<Example> examples,
            String method,
            List<Metric> metrics,
            Optional<Confusion> confusion,
            Optional<DataSource> data,
            List<String> notes,
            Optional<Golden> golden) {

        static Card of(ModelCard card) {
            return new Card(
                    card.name(),
                    card.title(),
                    card.description(),
                    card.version(),
                    card.task(),
                    card.labels(),
                    card.features().stream().map(FeatureEntry::of).toList(),
                    card.examples(),
                    card.method(),
                    card.metrics(),
                    card.confusion(),
                    card.data(),
                    card.notes(),
                    card.golden());
        }

        ModelCard toModelCard() {
            return new ModelCard(
                    name,
                    title,
                    description,
                    version,
                    task,
                    labels,
                    features.stream().map(FeatureEntry::toFeature).toList(),
                    examples,
                    method,
                    metrics,
                    confusion,
                    data,
                    notes,
                    golden);
        }
    }

    /** A feature as it stands in JSON: what its model's input type can hold is the graph's to say, not the card's. */
    private record FeatureEntry(
            String name,
            Optional<DataType> type,
            String title,
            String unit,
            String description,
            Optional<Observed> observed,
            OptionalDouble step,
            List<String> categories,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean optional) {

        static FeatureEntry of(Feature feature) {
            return new FeatureEntry(
                    feature.name(),
                    Optional.of(feature.type()),
                    feature.title(),
                    feature.unit(),
                    feature.description(),
                    feature.observed(),
                    feature.step(),
                    feature.categories(),
                    feature.optional());
        }

        Feature toFeature() {
            return new Feature(
                    name,
                    type.orElse(DataType.NUMBER),
                    title,
                    unit,
                    description,
                    observed,
                    step,
                    categories,
                    optional,
                    Range.FINITE);
        }
    }
}
