package dev.onward.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The fingerprints of a model's file and of its external data files, at one moment.
 *
 * @param dataFiles those that exist
 */
record ModelFingerprint(FileFingerprint file, List<FileFingerprint> dataFiles) {

    /** @throws IOException if the model's file does not exist or cannot be read */
    static ModelFingerprint of(Path file, List<Path> dataFiles) throws IOException {
        return of(FileFingerprint.of(file), dataFiles);
    }

    static ModelFingerprint of(FileFingerprint file, List<Path> dataFiles) {
        List<FileFingerprint> fingerprints = new ArrayList<>();
        for (Path dataFile : dataFiles) {
            try {
                fingerprints.add(FileFingerprint.of(dataFile));
            } catch (IOException e) {
                // A missing file makes the list shorter, and so the fingerprint different.
            }
        }
        return new ModelFingerprint(file, fingerprints);
    }
}
