package dev.onward.model;

import ai.onnxruntime.OrtException;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard;
import dev.onward.onnx.OnnxFile;
import dev.onward.onnx.SizeLimit;
import dev.onward.onnx.guard.Guard;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.Session;
import dev.onward.runtime.Signature;
import dev.onward.table.Sha256;
import dev.onward.table.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Opens models. Files are not trusted: any failure that one causes is a {@link ModelException}. */
final class ModelOpener {

    private static final String MEMORY = "; give Java more memory, such as java -Xmx4g";
    private static final int MAX_LISTED = 10;

    private final String origin;
    private final GuardLimits limits;
    private final UnaryOperator<ModelId> naming;
    private final FeatureOptions features;

    /**
     * @param origin the name of the file in messages; its last part names the model if the card does not
     * @param naming the function from the declared name and version to those of the model
     */
    ModelOpener(String origin, GuardLimits limits, UnaryOperator<ModelId> naming, FeatureOptions features) {
        this.origin = origin;
        this.limits = limits;
        this.naming = naming;
        this.features = features;
    }

    /** An opener for a model with the name and version that its file declares. */
    ModelOpener(String origin, GuardLimits limits) {
        this(origin, limits, UnaryOperator.identity(), FeatureOptions.DEFAULT);
    }

    Model open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(origin + ": " + Text.noModelFile(file));
        }
        try {
            SizeLimit.check(file, limits.get(GuardLimits.Limit.BYTES), origin);
            Path folder = file.toAbsolutePath().getParent();
            return open(Files.readAllBytes(file), Optional.ofNullable(folder));
        } catch (IOException e) {
            throw new ModelException(origin + ": cannot be read: " + Text.reason(e), e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(e);
        }
    }

    /**
     * Opens the content of a file.
     *
     * @param folder of its external data; without one, it must have none
     */
    Model open(byte[] file, Optional<Path> folder) {
        try {
            Model model = read(file, folder);
            return features.refusesUnknown() ? model.refusingUnknownCategories() : model;
        } catch (ModelException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ModelException(origin + ": cannot be opened: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new ModelException(origin + ": cannot be opened: its graph is too deep", e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(e);
        }
    }

    private ModelException tooLarge(OutOfMemoryError e) {
        return new ModelException(origin + ": does not fit in memory" + MEMORY, e);
    }

    private Model read(byte[] file, Optional<Path> folder) {
        OnnxFile onnx = Guard.read(file, folder, limits, origin);
        ModelCard declared = onnx.metadata(ModelCard.KEY)
                .map(json -> ModelCard.read(json.getBytes(StandardCharsets.UTF_8), origin + ", entry " + ModelCard.KEY))
                .orElseGet(ModelCard::empty);
        ModelCard card = withNames(declared);
        ModelId id = naming.apply(declaredId(card));
        Session session = Session.open(onnx.runnable(), onnx.hasLoops(), onnx.foreignDomains(), origin);
        try {
            TableBinding.checkNames(onnx, session, features.names(), origin);
            TableBinding.Outcome outcome = TableBinding.of(onnx, session, card, origin);
            Optional<TableBinding> binding = outcome.binding();
            Signature signature =
                    Signature.of(session, binding.isPresent(), output -> binding.flatMap(table -> table.labels(output))
                            .or(() -> onnx.zipMapLabels(output))
                            .orElse(List.of()));
            Model model = new Model(card, id, Sha256.hex(file), session, outcome, signature, onnx);
            if (model.isTabular()) {
                card.golden().ifPresent(golden -> GoldenRows.verify(model, golden, origin));
            }
            return model;
        } catch (OrtException e) {
            session.close();
            throw new ModelException(origin + ": " + e.getMessage(), e);
        } catch (RuntimeException | StackOverflowError e) {
            session.close();
            throw e;
        }
    }

    /** The card with the names for the features that the options give. */
    private ModelCard withNames(ModelCard card) {
        if (features.names().isEmpty()) {
            return card;
        }
        if (!card.features().isEmpty()) {
            throw new ModelException(origin + ": expected a model without names for its features, because"
                    + " --names gives them; its card has "
                    + card.features().stream()
                            .map(feature -> Text.cut(feature.name()))
                            .limit(MAX_LISTED)
                            .collect(Collectors.joining(", "))
                    + "; leave out --names");
        }
        return card.toBuilder()
                .features(features.names().stream()
                        .map(name -> FeatureCard.builder(name).build())
                        .toList())
                .build();
    }

    /** The name and version that a file declares, or their defaults. */
    private ModelId declaredId(ModelCard card) {
        return new ModelId(card.name().orElseGet(this::stem), card.version().orElse(ModelId.UNVERSIONED));
    }

    private String stem() {
        String file = origin.substring(origin.replace('\\', '/').lastIndexOf('/') + 1);
        return file.endsWith(".onnx") ? file.substring(0, file.length() - ".onnx".length()) : file;
    }
}
