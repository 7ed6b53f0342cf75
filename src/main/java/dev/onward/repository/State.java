package dev.onward.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's file and the files that hold a part of its data, at one moment.
 *
 * @param parts those that are there
 */
record State(Stamp file, List<Stamp> parts) {

    /** @throws IOException if the file itself cannot be looked at */
    static State of(Path file, List<Path> parts) throws IOException {
        return of(Stamp.of(file), parts);
    }

    static State of(Stamp file, List<Path> parts) {
        List<Stamp> stamps = new ArrayList<>();
        for (Path part : parts) {
            try {
                stamps.add(Stamp.of(part));
            } catch (IOException e) {
                // One that is not there differs from one that is.
            }
        }
        return new State(file, stamps);
    }
}
