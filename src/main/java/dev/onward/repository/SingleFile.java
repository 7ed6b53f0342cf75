package dev.onward.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One model, under the name and version that it gives itself. */
final class SingleFile implements ModelSource {

    private final Path file;

    SingleFile(Path file) {
        this.file = file;
    }

    @Override
    public Content scan() throws IOException {
        Content content = new Content();
        if (Files.isRegularFile(file)) {
            String origin = file.toString();
            content.files()
                    .put(origin, new ModelFile(file, origin, Optional.empty(), Optional.empty(), Stamp.of(file)));
        }
        return content;
    }

    @Override
    public String emptiness() {
        String found = Files.isDirectory(file) ? "a folder" : Files.exists(file) ? "something else" : "nothing there";
        return file + ": expected a model file, found " + found;
    }

    @Override
    public String name() {
        return file.toString();
    }
}
