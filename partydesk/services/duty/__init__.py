"""驻企工作: what people do on their posts through the year, one function for each act."""
