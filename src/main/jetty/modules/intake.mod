[description]
Keeps the server's threads free of clients that send or read slowly.
Reports requests that the server rejects itself to the application.
The settings are ONWARD_READ_RATE, ONWARD_WRITE_RATE and ONWARD_BODY_PAUSE.

[tags]
server

[depend]
server

[before]
graceful

[lib]
lib/intake/*.jar

[xml]
etc/intake.xml

[ini]
# The connections that the system holds until the server accepts them; 50 without it.
jetty.http.acceptQueueSize?=1024
# Their threads answer quick requests, so that one of them would use one processor only.
jetty.http.selectors?=2
