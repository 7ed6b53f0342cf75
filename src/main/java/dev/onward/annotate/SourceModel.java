package dev.onward.annotate;

import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.model.Model;
import dev.onward.model.card.ModelCard;
import dev.onward.runtime.ModelException;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file that gets a card. */
final class SourceModel {

    private final Path path;
    private final byte[] content;

    private SourceModel(Path path, byte[] content) {
        this.path = path;
        this.content = content;
    }

    /** @throws ModelException if it cannot be read */
    static SourceModel read(Path path) {
        try {
            return new SourceModel(path, Files.readAllBytes(path));
        } catch (IOException e) {
            throw new ModelException(path + ": cannot be read: " + Text.reason(e), e);
        }
    }

    /**
     * What the model says of itself, completed by what its graph shows.
     *
     * @param out where it will go, which must be beside what else holds its data
     * @throws ModelException if it cannot be opened as it is
     */
    ModelCard known(Path out, FileProblems problems) {
        try (Model model = Model.open(content, folder(path), path.toString())) {
            if (model.hasExternalData() && !isSame(folder(path), folder(out))) {
                problems.add(
                        out,
                        Problem.of("expected a file beside " + path
                                + ", where other files hold the rest of the model's data"));
                throw problems.exception();
            }
            return model.draftCard();
        }
    }

    byte[] with(ModelCard card) {
        return OnnxMetadata.with(content, ModelCard.KEY, card.toJson());
    }

    /**
     * The model with the card, which has reproduced the golden rows.
     *
     * @throws InvalidFilesException if it does not fit, which is the fault of who gives the card, and not of the model
     */
    Model open(ModelCard card) {
        try {
            return Model.open(with(card), folder(path), path.toString());
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
