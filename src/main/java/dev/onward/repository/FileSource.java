package dev.onward.repository;

import dev.onward.table.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A single model file, served under the name and version that it declares. */
final class FileSource implements ModelSource {

    private final Path file;

    FileSource(Path file) {
        this.file = file;
    }

    @Override
    public Content scan() throws IOException {
        Content content = new Content();
        if (Files.isRegularFile(file)) {
            String origin = file.toString();
            content.files().put(origin, new DiscoveredFile(file, origin, Optional.empty(), FileFingerprint.of(file)));
        }
        return content;
    }

    @Override
    public String emptyReason() {
        String remedy = Files.isDirectory(file) ? ", or serve its models with --models" : "";
        return file + ": " + Text.noModelFile(file) + remedy;
    }

    @Override
    public String name() {
        return file.toString();
    }
}
