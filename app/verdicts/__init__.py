"""What reporters say of a closed case: their verdict, 请求重开, 申诉. All of it lies behind their secret link."""
