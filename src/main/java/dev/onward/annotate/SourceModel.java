package dev.onward.annotate;

import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.model.Model;
import dev.onward.model.card.ExplanationData;
import dev.onward.model.card.ModelCard;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The model file that is annotated. */
final class SourceModel {

    private final Path path;
    private final byte[] content;
    private final GuardLimits limits;

    private SourceModel(Path path, byte[] content, GuardLimits limits) {
        this.path = path;
        this.content = content;
        this.limits = limits;
    }

    /** @throws ModelException if it cannot be read */
    static SourceModel read(Path path, GuardLimits limits) {
        try {
            return new SourceModel(path, Files.readAllBytes(path), limits);
        } catch (IOException e) {
            throw new ModelException(path + ": " + Text.unreadable(path, e), e);
        }
    }

    /**
     * The card draft: the model's own card, completed from its graph.
     *
     * @param out the file to write, which must be in the same folder if other files hold a part of the model's data
     * @throws ModelException if the model cannot be opened
     */
    ModelCard draftCard(Path out, FileProblems problems) {
        try (Model model = Model.open(content, folder(path), path.toString(), limits)) {
            if (model.hasExternalData() && !isSame(folder(path), folder(out))) {
                problems.add(
                        out,
                        Problem.of("expected a file in the same folder as " + path
                                + ", because that folder contains the model's external data"));
                throw problems.exception();
            }
            return model.draftCard();
        }
    }

    /** The model with pattern counts of trees in place of its own. */
    SourceModel withPatterns(Optional<String> patterns) {
        byte[] changed = patterns.map(text -> OnnxMetadata.with(content, ExplanationData.PATTERNS, text))
                .orElseGet(() -> OnnxMetadata.without(content, ExplanationData.PATTERNS));
        return new SourceModel(path, changed, limits);
    }

    /** The size of the file in bytes. */
    int size() {
        return content.length;
    }

    /** The file with this card in place of its own. */
    byte[] with(ModelCard card) {
        return OnnxMetadata.with(content, ModelCard.KEY, card.toJson());
    }

    /**
     * Opens the model with the card, which verifies the card's golden rows. The caller closes it.
     *
     * @throws InvalidFilesException if the card does not fit the model
     */
    Model open(ModelCard card) {
        try {
            return Model.open(with(card), folder(path), path.toString(), limits);
        } catch (ModelException e) {
            throw new InvalidFilesException(List.of(String.valueOf(e.getMessage())));
        }
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? Path.of("") : folder;
    }

    private static boolean isSame(Path folder, Path other) {
        try {
            return Files.isSameFile(folder, other);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
