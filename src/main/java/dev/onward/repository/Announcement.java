package dev.onward.repository;

import dev.onward.model.Model;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** What the log says of a model that is served from now on. */
final class Announcement {

    private static final Logger LOG = System.getLogger(Announcement.class.getName());

    private Announcement() {}

    static void log(Model model) {
        LOG.log(
                Level.INFO,
                "serving " + model.name() + ", version " + model.version() + ", sha256 " + model.sha256() + ", "
                        + (model.verifiedRows() == 0
                                ? "not verified"
                                : model.verifiedRows() + " golden rows reproduced"));
        model.recognition().forEach(sentence -> LOG.log(Level.INFO, model.name() + ": " + sentence));
        if (!model.isTabular()) {
            LOG.log(Level.WARNING, model.name() + ": cannot be asked rows of a table: " + model.obstacle());
        }
    }
}
