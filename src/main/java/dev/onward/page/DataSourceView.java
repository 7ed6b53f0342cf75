package dev.onward.page;

import dev.onward.model.card.ModelCard;
import java.util.Optional;

/** The data set that a model was trained on. */
record DataSourceView(ModelCard.DataSource data) {

    public LinkView link() {
        return LinkView.of(CardText.of(data.name()).orElse(data.url()), data.url());
    }

    public Optional<LinkView> license() {
        return CardText.of(data.license()).map(license -> LinkView.of(license, data.licenseUrl()));
    }

    public Optional<String> citation() {
        return CardText.of(data.citation());
    }

    /** The number of rows used for training, such as "1,372 rows". */
    public Optional<String> rows() {
        return data.rows() == 0 ? Optional.empty() : Optional.of(NumberFormats.count(data.rows(), "row", "rows"));
    }

    public Optional<String> sha256() {
        return CardText.of(data.sha256());
    }
}
