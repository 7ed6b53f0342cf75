package dev.onward.model.card;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The data that a model was trained on. Built by name, with {@link #builder} or {@link #toBuilder}.
 *
 * @param rows the number of rows used for training; never 0
 * @param sha256 of the file, in hexadecimal
 * @param confidential whether no row of the data may be written into the model's file
 */
public record DataSource(
        Optional<String> name,
        Optional<String> url,
        Optional<String> license,
        Optional<String> licenseUrl,
        Optional<String> citation,
        OptionalLong rows,
        Optional<String> sha256,
        boolean confidential) {

    public DataSource {
        name = ModelCard.present(name);
        url = ModelCard.present(url);
        license = ModelCard.present(license);
        licenseUrl = ModelCard.present(licenseUrl);
        citation = ModelCard.present(citation);
        rows = rows.orElse(0) == 0 ? OptionalLong.empty() : rows;
        sha256 = ModelCard.present(sha256);
    }

    /** A builder for a source without entries. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these entries. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects the entries about the data by their names. */
    public static final class Builder {
        private Optional<String> name = Optional.empty();
        private Optional<String> url = Optional.empty();
        private Optional<String> license = Optional.empty();
        private Optional<String> licenseUrl = Optional.empty();
        private Optional<String> citation = Optional.empty();
        private OptionalLong rows = OptionalLong.empty();
        private Optional<String> sha256 = Optional.empty();
        private boolean confidential;

        private Builder() {}

        private Builder(DataSource source) {
            name = source.name;
            url = source.url;
            license = source.license;
            licenseUrl = source.licenseUrl;
            citation = source.citation;
            rows = source.rows;
            sha256 = source.sha256;
            confidential = source.confidential;
        }

        public Builder name(Optional<String> name) {
            this.name = name;
            return this;
        }

        public Builder url(Optional<String> url) {
            this.url = url;
            return this;
        }

        public Builder license(Optional<String> license) {
            this.license = license;
            return this;
        }

        public Builder licenseUrl(Optional<String> licenseUrl) {
            this.licenseUrl = licenseUrl;
            return this;
        }

        public Builder citation(Optional<String> citation) {
            this.citation = citation;
            return this;
        }

        public Builder rows(OptionalLong rows) {
            this.rows = rows;
            return this;
        }

        public Builder sha256(Optional<String> sha256) {
            this.sha256 = sha256;
            return this;
        }

        public Builder confidential(boolean confidential) {
            this.confidential = confidential;
            return this;
        }

        public DataSource build() {
            return new DataSource(name, url, license, licenseUrl, citation, rows, sha256, confidential);
        }
    }
}
